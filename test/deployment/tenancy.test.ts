import { App, Chart } from 'cdk8s';
import { NamespaceLimits, TeamAccess } from '../../lib/deployment';
import { platformOf } from '../support/platforms';
import type { Node } from './support';

const cluster = platformOf(`  web:
    tier: 2
    image: r.example.com/web:1.0.0
    ports: { http: { port: 8080, protocol: http } }
    probe: { http: { path: / } }
    resources: { requests: { cpu: 100m, memory: 100Mi } }
`).clusters[0];

const chart = () => new Chart(new App(), 'test', { disableResourceNameHashes: true });

describe('the limits of a namespace', () => {
  const made = () => {
    const scope = chart();
    if (cluster) new NamespaceLimits(scope, 'Limits', { namespace: 'shop', tenancy: cluster.tenancy });
    return scope.toJson() as Node[];
  };

  test('hold what the services need, and no way in beside the platform', () => {
    expect(made()[0]?.spec.hard).toMatchObject({
      pods: '6',
      'requests.cpu': '600m',
      'services.loadbalancers': '0',
      'services.nodeports': '0',
    });
  });

  test('give every container a request and a limit: a quota refuses pods without', () => {
    const some = expect.any(String);
    expect(made()[1]?.spec.limits).toMatchObject([
      { default: { memory: some, 'ephemeral-storage': some }, defaultRequest: { cpu: some, memory: some, 'ephemeral-storage': some } },
    ]);
  });
});

describe('the access of a team', () => {
  const roles = () => {
    const scope = chart();
    new TeamAccess(scope, 'Access', { platform: 'shop', namespace: 'shop', teams: ['cart', 'web'] });
    return scope.toJson() as (Node & { rules?: { resources: string[]; verbs: string[]; apiGroups: string[] }[]; subjects?: Node[] })[];
  };

  test('shows no Secret, opens no shell, and writes no manifest', () => {
    const rules = roles().flatMap((role) => role.rules ?? []);
    const resources = rules.flatMap((rule) => rule.resources);
    expect(resources).not.toContain('secrets');
    expect(resources).not.toContain('pods/exec');
    expect([...resources, ...rules.flatMap((rule) => rule.verbs), ...rules.flatMap((rule) => rule.apiGroups)]).not.toContain('*');
    const written = rules.filter(({ verbs }) => verbs.some((verb) => ['create', 'update', 'patch', 'delete'].includes(verb)));
    expect(written.flatMap((rule) => rule.resources).sort()).toEqual(['jobs', 'pods', 'pods/eviction', 'rollouts', 'rollouts/status']);
  });

  test('goes to the groups of the teams, in this namespace only', () => {
    const bindings = roles().filter(({ kind }) => String(kind) === 'RoleBinding');
    expect(bindings).toHaveLength(2);
    for (const { subjects } of bindings) expect(subjects?.map(({ name }) => String(name))).toEqual(['shop:cart', 'shop:web']);
    expect(roles().every(({ kind }) => !String(kind).startsWith('Cluster'))).toBe(true);
  });
});
