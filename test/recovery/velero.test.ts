import { renderManifests } from '../../charts/render';
import { type Platform, resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import type { Node } from '../deployment/support';
import { referencePlatform, untoldReferenceText } from '../support/platforms';

const objectsIn = (where: string, platform: Platform = referencePlatform()) =>
  (renderManifests(platform).find((rendered) => rendered.where === where)?.objects ?? [])
    .filter(({ file }) => file.startsWith(`${where}/recovery/`))
    .map(({ object }) => object as unknown as Node);
const ofKind = (objects: readonly Node[], kind: string) => objects.filter((object) => String(object.kind) === kind);
const withSession = () =>
  resolvePlatform(
    parseSpec(
      untoldReferenceText().replace('databases:\n', 'databases:\n  session: { engine: redis, placement: inCluster, tier: 2 }\n'),
      'test.yaml',
    ).spec,
  );

test('a cluster writes its backups to one place, and only reads those of the other region', () => {
  for (const [where, own, other] of [
    ['production/us-east-1', 'us-west-2', 'us-east-1'],
    ['production/us-west-2', 'us-east-1', 'us-west-2'],
  ] as const) {
    const locations = ofKind(objectsIn(where), 'BackupStorageLocation').map(({ spec }) => spec);
    expect(locations).toEqual([
      expect.objectContaining({ accessMode: 'ReadWrite', default: true, config: expect.objectContaining({ region: own }) }),
      expect.objectContaining({ accessMode: 'ReadOnly', default: false, config: { region: other } }),
    ]);
  }
});

test('what one cluster writes is what the other reads', () => {
  const storage = (where: string, mode: string) =>
    ofKind(objectsIn(where), 'BackupStorageLocation').find(({ spec }) => String(spec.accessMode) === mode)?.spec.objectStorage;
  expect(storage('production/us-west-2', 'ReadOnly')).toEqual(storage('production/us-east-1', 'ReadWrite'));
  expect(storage('production/us-east-1', 'ReadOnly')).toEqual(storage('production/us-west-2', 'ReadWrite'));
});

test('the data of volumes goes to the bucket, and backups outlive their Schedule', () => {
  const [nightly] = ofKind(objectsIn('production/us-east-1'), 'Schedule');
  expect(nightly?.spec).toMatchObject({
    schedule: 'CRON_TZ=Etc/UTC 0 1 * * *',
    useOwnerReferencesInBackup: false,
    template: {
      includedNamespaces: ['*'],
      includeClusterResources: true,
      snapshotMoveData: true,
      ttl: '720h0m0s',
      csiSnapshotTimeout: '10m',
    },
  });
});

test('volumes of a database in pods have a Schedule of their own, and are written out before they are copied', () => {
  const schedules = ofKind(objectsIn('production/us-east-1', withSession()), 'Schedule');
  const volumes = schedules.find(({ metadata }) => String(metadata.name) === 'volumes-session-us-east-1');
  expect(volumes?.spec).toMatchObject({
    schedule: 'CRON_TZ=Etc/UTC */15 * * * *',
    template: {
      includedNamespaces: ['online-boutique'],
      labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'session' } },
      hooks: { resources: [{ pre: [{ exec: { command: ['redis-cli', 'SAVE'], onError: 'Fail' } }] }] },
    },
  });
  const [nightly] = schedules;
  expect(nightly?.spec.template).toMatchObject({ hooks: { resources: [{ name: 'session' }] } });
});

test('the restore test takes the backups of the other region; where there is none, its own', () => {
  const tested = (where: string) => {
    const [job] = ofKind(objectsIn(where), 'CronJob');
    const text = JSON.stringify(job);
    return /"name":"SCHEDULE","value":"([^"]+)".*"name":"LOCATION","value":"([^"]+)"/.exec(text)?.slice(1);
  };
  expect(tested('production/us-west-2')).toEqual(['cluster-us-east-1', 'peer']);
  expect(tested('production/us-east-1')).toEqual(['cluster-us-west-2', 'peer']);
  expect(tested('staging/us-east-1')).toEqual(['cluster-us-east-1', 'default']);
});

test('restored pods talk to each other and to nobody else', () => {
  const policies = ofKind(objectsIn('production/us-west-2'), 'NetworkPolicy').filter(
    ({ metadata }) => String(metadata.namespace) === 'restore-test',
  );
  const egress = policies.flatMap(({ spec }) => (spec.egress as unknown as { to: unknown[] }[] | undefined) ?? []);
  expect(egress).toEqual([{ to: [{ podSelector: {} }] }]);
  expect(policies.map(({ metadata }) => String(metadata.name)).sort()).toEqual(['default-deny', 'each-other']);
});

test('services without state come back asleep', () => {
  const changes = ofKind(objectsIn('production/us-west-2'), 'ConfigMap').find(
    ({ metadata }) => String(metadata.name) === 'restore-test-changes',
  );
  expect(JSON.stringify(changes)).toContain('deployments.apps');
  expect(JSON.stringify(changes)).not.toContain('statefulsets.apps');
});
