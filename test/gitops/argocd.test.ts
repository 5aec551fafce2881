import { manifestFiles, renderGitOps, renderManifests } from '../../charts/render';
import {
  CLUSTER_KINDS,
  MESH_CLUSTER_KINDS,
  MESH_KINDS,
  MONITORING_CLUSTER_KINDS,
  MONITORING_KINDS,
  PLATFORM_KINDS,
  RECOVERY_CLUSTER_KINDS,
  RECOVERY_KINDS,
  resolvePlatform,
  SERVICE_KINDS,
} from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import type { Node } from '../deployment/support';
import { fixturePlatform, referencePlatform, untoldReferenceText } from '../support/platforms';

const platformWith = (...changes: [from: string, to: string][]) =>
  resolvePlatform(
    parseSpec(
      changes.reduce((text, [from, to]) => text.replace(from, () => to), untoldReferenceText()),
      'test.yaml',
    ).spec,
  );

const argocd = (platform = referencePlatform()) =>
  (renderGitOps(platform).find(({ where }) => where === 'gitops/argocd')?.objects ?? []).map(({ object }) => object as unknown as Node);
const named = (objects: readonly Node[], kind: string, name: string) => {
  const found = objects.find((object) => String(object.kind) === kind && String(object.metadata.name) === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
};

/** What a folder of a cluster may hold; the others are services. */
const KINDS: Readonly<Record<string, typeof SERVICE_KINDS>> = {
  platform: [...PLATFORM_KINDS, ...CLUSTER_KINDS],
  mesh: [...MESH_KINDS, ...MESH_CLUSTER_KINDS],
  monitoring: [...MONITORING_KINDS, ...MONITORING_CLUSTER_KINDS],
  recovery: [...RECOVERY_KINDS, ...RECOVERY_CLUSTER_KINDS],
};

interface Matrix {
  readonly matrix: { readonly generators: readonly { readonly list: { readonly elements: readonly Record<string, string>[] } }[] };
}

describe('the Applications', () => {
  const set = () => named(argocd(), 'ApplicationSet', 'online-boutique');

  test('are one for each environment, region and service', () => {
    const generators = set().spec.generators as unknown as Matrix[];
    const count = generators.reduce((sum, { matrix }) => sum + matrix.generators.reduce((n, { list }) => n * list.elements.length, 1), 0);
    expect(count).toBe(3 * 14);
  });

  test('are synced and healed by themselves, never to nothing, and tried again a bounded number of times', () => {
    expect(set().spec.template.spec.syncPolicy).toMatchObject({
      automated: { prune: true, selfHeal: true, allowEmpty: false },
      retry: { limit: 5, backoff: { maxDuration: '3m' } },
      syncOptions: expect.arrayContaining(['ServerSideApply=true', 'RespectIgnoreDifferences=true']),
    });
  });

  test('leave the fields alone that autoscalers and roll-outs own', () => {
    expect(set().spec.template.spec.ignoreDifferences).toEqual(
      expect.arrayContaining([
        { group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] },
        { group: 'argoproj.io', kind: 'Rollout', jsonPointers: ['/spec/replicas'] },
      ]),
    );
  });

  test('are released stage by stage and wave by wave, a quarter at a time where customers are served', () => {
    const { steps } = (set().spec.strategy as Node).rollingSync as {
      steps: { maxUpdate?: string; matchExpressions: { values: string[] }[] }[];
    };
    const order = steps.map(({ matchExpressions }) => matchExpressions.map(({ values }) => values[0]).join(' '));
    expect(order).toEqual(['staging', 'recovery', 'primary'].flatMap((stage) => [0, 1, 2, 3, 4].map((wave) => `${stage} ${wave}`)));
    expect(new Set(steps.filter((_, i) => i >= 10).map(({ maxUpdate }) => maxUpdate))).toEqual(new Set(['25%']));
  });

  test('fail to render when a name is missing, instead of syncing an empty one', () => {
    expect(set().spec).toMatchObject({ goTemplate: true, goTemplateOptions: ['missingkey=error'] });
  });

  test('are not deleted with their set unless a person agrees', () => {
    expect(set().metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' });
  });
});

describe('a project', () => {
  test('names its repository, its clusters and its kinds: nothing has a star', () => {
    for (const project of argocd().filter(({ kind }) => String(kind) === 'AppProject')) {
      const { sourceRepos, destinations, namespaceResourceWhitelist, clusterResourceWhitelist } = project.spec;
      expect(JSON.stringify([sourceRepos, destinations, namespaceResourceWhitelist, clusterResourceWhitelist])).not.toContain('*');
    }
  });

  test('of a team writes in its environment only, and nothing that no namespace has', () => {
    const { spec } = named(argocd(), 'AppProject', 'online-boutique-staging-online-boutique');
    expect(spec.destinations).toEqual([{ name: 'online-boutique-staging-us-east-1', namespace: 'online-boutique' }]);
    expect(spec.clusterResourceWhitelist).toEqual([]);
  });

  test('of a frozen environment syncs nothing by itself, and lets people', () => {
    const frozen = platformWith([
      '  production:\n',
      '  production:\n    freeze: [{ cron: "0 16 * * 5", duration: 62h, because: weekend }]\n',
    ]);
    const window = { kind: 'deny', schedule: '0 16 * * 5', duration: '62h', manualSync: true, description: 'weekend' };
    expect(named(argocd(frozen), 'AppProject', 'online-boutique-production').spec.syncWindows).toMatchObject([window]);
    expect(named(argocd(frozen), 'AppProject', 'online-boutique-staging').spec.syncWindows).toBeUndefined();
  });

  test.each([
    ['the reference platform', referencePlatform],
    ['a platform with roll-outs, Vault and jobs', () => fixturePlatform('progressive.yaml')],
    ['a platform in an ambient mesh', () => fixturePlatform('ambient.yaml')],
  ])('admits every kind that %s renders', (_, platform) => {
    for (const { file, object } of renderManifests(platform()).flatMap(({ objects }) => objects)) {
      const kinds = KINDS[file.split('/')[2] ?? ''] ?? SERVICE_KINDS;
      expect(kinds.map(({ group, kind }) => `${group}/${kind}`)).toContain(
        `${object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : ''}/${object.kind}`,
      );
    }
  });
});

describe('notifications', () => {
  const told = platformWith([
    '\nnodes:\n',
    '\nreceivers:\n  oncall: { type: pagerduty, key: pagerduty }\n  chat: { type: slack, key: slack, channel: "#shop", severities: [warning, info] }\n  mail: { type: email, to: a@example.com }\nalerting: { smtp: { host: smtp.example.com, from: b@example.com } }\nnodes:\n',
  ]);

  test('reach each receiver by the severities that it asks for, and hold no key', () => {
    const { data } = named(argocd(told), 'ConfigMap', 'argocd-notifications-cm') as unknown as { data: Record<string, string> };
    expect(data['service.pagerdutyv2.oncall']).toBe('serviceKeys:\n  oncall: $oncall\n');
    expect(data.subscriptions).toContain('oncall:oncall');
    expect(data.subscriptions?.split('- recipients')[1]).toContain('chat:#shop');
    expect(Object.keys(data).join()).not.toContain('mail');
  });

  test('take their keys from the store of the region that Argo CD runs in', () => {
    const { spec } = named(argocd(told), 'ExternalSecret', 'argocd-notifications-secret');
    expect(spec.data).toEqual([
      { secretKey: 'chat', remoteRef: { key: 'online-boutique/production/slack' } },
      { secretKey: 'oncall', remoteRef: { key: 'online-boutique/production/pagerduty' } },
    ]);
    expect(named(argocd(told), 'SecretStore', 'online-boutique').spec.provider).toMatchObject({ aws: { region: 'us-west-2' } });
  });

  test('are not there without receivers', () => {
    expect(argocd(platformWith()).map(({ kind }) => String(kind))).not.toContain('ConfigMap');
  });
});

describe('the objects of a folder', () => {
  const wave = (kind: string) => {
    const objects = renderManifests(referencePlatform()).flatMap((cluster) => cluster.objects.map(({ object }) => object));
    const found = objects.find((object) => object.kind === kind);
    return Number(found?.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
  };

  test('are applied in the order in which they need each other', () => {
    const order = ['Namespace', 'ResourceQuota', 'SecretStore', 'ExternalSecret', 'Deployment', 'HorizontalPodAutoscaler'].map(wave);
    expect(order).toEqual([-5, -4, -3, -2, 0, 1]);
  });

  test('carry no annotation of Argo CD where Flux applies them', () => {
    const flux = platformWith(['\nnodes:\n', '\ngitops: flux\nnodes:\n']);
    expect([...manifestFiles(renderManifests(flux)).values()].join()).not.toContain('argocd.argoproj.io');
  });
});
