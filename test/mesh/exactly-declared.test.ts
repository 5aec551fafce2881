import fc from 'fast-check';
import { renderManifests } from '../../charts/render';
import { platformOf } from '../support/platforms';

/**
 * What Kubernetes and Istio make of policies, written for this test from their documentation, so that it shares nothing with
 * what renders them: labels, selectors, ports and identities only.
 */
interface Objects {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: Json;
}
// biome-ignore lint/suspicious/noExplicitAny: rendered objects are read as a cluster reads them
type Json = any;
type Labels = Readonly<Record<string, string>>;

const within = (selector: Labels | undefined, labels: Labels) =>
  Object.entries(selector ?? {}).every(([key, value]) => labels[key] === value);

function network(objects: readonly Objects[], from: Labels, to: Labels, port: number): boolean {
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
  const passes = (direction: 'ingress' | 'egress', own: Labels, other: Labels) => {
    const mine = policies.filter(
      ({ spec }) =>
        within(spec.podSelector.matchLabels, own) && spec.policyTypes.map((type: string) => type.toLowerCase()).includes(direction),
    );
    if (mine.length === 0) return true;
    return mine.some(({ spec }) =>
      (spec[direction] ?? []).some(
        (rule: Json) =>
          (rule[direction === 'ingress' ? 'from' : 'to'] ?? []).some(
            (peer: Json) => peer.podSelector && !peer.namespaceSelector && within(peer.podSelector.matchLabels, other),
          ) && rule.ports.some((allowed: Json) => allowed.port === port),
      ),
    );
  };
  return passes('egress', from, to) && passes('ingress', to, from);
}

function mesh(objects: readonly Objects[], from: { labels: Labels; account: string }, to: Labels, host: string, port: number): boolean {
  const selecting = (kind: string, own: Labels) =>
    objects.filter((object) => object.kind === kind && within(object.spec.selector?.matchLabels, own));
  const policies = selecting('AuthorizationPolicy', to);
  const allowed = policies.some(({ spec }) =>
    (spec.rules ?? []).some(
      (rule: Json) =>
        rule.from.some(({ source }: Json) => source.principals.includes(`cluster.local/ns/shop/sa/${from.account}`)) &&
        rule.to.some(({ operation }: Json) => operation.ports.includes(String(port))),
    ),
  );
  const scope = objects.find(
    ({ kind, spec }) => kind === 'Sidecar' && spec.workloadSelector && within(spec.workloadSelector.labels, from.labels),
  );
  const visible = (scope?.spec.egress ?? []).some(({ hosts }: Json) => hosts.includes(`shop/${host}`));
  const strict = selecting('PeerAuthentication', to).every(({ spec }) => spec.mtls.mode === 'STRICT');
  return policies.length > 0 && allowed && visible && strict;
}

const MAX = 6;
const graph = fc.record({
  count: fc.integer({ min: 2, max: MAX }),
  calls: fc.uniqueArray(fc.tuple(fc.nat(MAX - 1), fc.nat(MAX - 1), fc.constantFrom('', 'http', 'admin')), {
    maxLength: 12,
    selector: ([a, b]) => `${a} ${b}`,
  }),
});

const PORTS = { http: 8080, admin: 9000 } as const;

describe('mesh and network together', () => {
  test('allow the declared calls, and no other, for any call graph', () => {
    fc.assert(
      fc.property(graph, ({ count, calls }) => {
        const declared = calls.filter(([a, b]) => a < count && b < count && a !== b);
        const services = Array.from({ length: count }, (_, i) => {
          const own = declared
            .filter(([caller]) => caller === i)
            .map(([, callee, port]) => `{ service: s${callee}${port ? `, port: ${port}` : ''} }`);
          return `  s${i}: { tier: 2, image: "r.example.com/a:1", ports: { http: { port: 8080, protocol: http }, admin: { port: 9000, protocol: http } }, probe: { http: { path: /, port: http } }, resources: { requests: { cpu: 100m, memory: 64Mi } }, calls: [${own.join(', ')}] }`;
        });
        const [cluster] = renderManifests(platformOf(`${services.join('\n')}\n`, 'mesh: istio\n'));
        const objects = (cluster?.objects ?? [])
          .map(({ object }) => object as unknown as Objects)
          .filter(({ metadata }) => metadata.namespace === 'shop');
        const labels = (i: number) => ({ 'app.kubernetes.io/name': `s${i}`, 'app.kubernetes.io/instance': 'shop' });
        for (let a = 0; a < count; a++) {
          for (let b = 0; b < count; b++) {
            if (a === b) continue;
            const call = declared.find(([caller, callee]) => caller === a && callee === b);
            for (const [name, port] of Object.entries(PORTS)) {
              const wanted = call !== undefined && (call[2] === '' || call[2] === name);
              const host = `s${b}.shop.svc.cluster.local`;
              expect([a, b, port, network(objects, labels(a), labels(b), port)]).toEqual([a, b, port, wanted]);
              expect([a, b, port, mesh(objects, { labels: labels(a), account: `s${a}` }, labels(b), host, port)]).toEqual([
                a,
                b,
                port,
                wanted,
              ]);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('are told apart by the evaluator, which refuses a call that only one of them allows', () => {
    const [cluster] = renderManifests(
      platformOf(
        ['a', 'b']
          .map(
            (name) =>
              `  ${name}: { tier: 2, image: "r.example.com/a:1", ports: { http: { port: 8080, protocol: http } }, probe: { http: { path: / } }, resources: { requests: { cpu: 100m, memory: 64Mi } }, calls: [${name === 'a' ? 'b' : ''}] }\n`,
          )
          .join(''),
        'mesh: istio\n',
      ),
    );
    const objects = (cluster?.objects ?? [])
      .map(({ object }) => object as unknown as Objects)
      .filter(({ metadata }) => metadata.namespace === 'shop');
    const labels = (name: string) => ({ 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': 'shop' });
    const asks = (seen: readonly Objects[]) => [
      network(seen, labels('a'), labels('b'), 8080),
      mesh(seen, { labels: labels('a'), account: 'a' }, labels('b'), 'b.shop.svc.cluster.local', 8080),
    ];
    expect(asks(objects)).toEqual([true, true]);
    expect(asks(objects.filter(({ kind, metadata }) => kind !== 'AuthorizationPolicy' || metadata.name !== 'b'))).toEqual([true, false]);
    expect(asks(objects.filter(({ kind, metadata }) => kind !== 'NetworkPolicy' || metadata.name !== 'b'))).toEqual([false, true]);
  });
});
