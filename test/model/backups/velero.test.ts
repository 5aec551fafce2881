import { backupPlans, type Cluster, clusterBackups, type Platform, podIdentities, resolvePlatform } from '../../../lib/model';
import { parseSpec } from '../../../lib/spec';
import { referencePlatform, untoldReferenceText } from '../../support/platforms';

const MINUTE = 60;
const HOUR = 3600;

const platformWith = (extra: string): Platform => resolvePlatform(parseSpec(`${untoldReferenceText()}\n${extra}`, 'test.yaml').spec);
const withSession = (tier: string, more = '') =>
  resolvePlatform(
    parseSpec(
      untoldReferenceText().replace(
        'databases:\n',
        `databases:\n  session: { engine: redis, placement: inCluster, tier: ${tier}${more} }\n`,
      ),
      'test.yaml',
    ).spec,
  );
const clusterIn = ({ clusters }: Platform, environment: string, role: Cluster['role'] = 'primary') => {
  const found = clusters.find((cluster) => cluster.environment === environment && cluster.role === role);
  if (!found) throw new Error(`no cluster in ${environment}`);
  return found;
};
const volumesOf = (platform: Platform) => {
  const plan = clusterBackups(platform, clusterIn(platform, 'production')).find(({ subject }) => subject.kind === 'database');
  if (!plan) throw new Error('no plan for the volumes');
  return plan;
};

test('each cluster is backed up each night at one, and the backups are kept for 720 hours', () => {
  const platform = referencePlatform();
  for (const cluster of platform.clusters) {
    const [nightly] = backupPlans(platform, cluster);
    expect(nightly).toMatchObject({ subject: { kind: 'cluster' }, schedule: { cron: '0 1 * * *', timeZone: 'Etc/UTC' } });
    expect(nightly?.gap.value).toBe(24 * HOUR);
    expect(nightly?.retention.value).toBe(720 * HOUR);
  }
});

test('backups stand in the other region, with a key of that region; with one region in its own', () => {
  const platform = referencePlatform();
  const primary = clusterIn(platform, 'production');
  const recovery = clusterIn(platform, 'production', 'recovery');
  const staging = clusterIn(platform, 'staging');
  const placeOf = (cluster: Cluster) => backupPlans(platform, cluster)[0]?.place;
  expect(placeOf(primary)).toMatchObject({ region: recovery.region, keyAlias: `alias/${recovery.name}-data` });
  expect(placeOf(recovery)).toMatchObject({ region: primary.region, keyAlias: `alias/${primary.name}-data` });
  expect(placeOf(staging)).toMatchObject({ region: staging.region, account: staging.account });
});

test('the two clusters of an environment never give a backup the same name', () => {
  const platform = withSession('2');
  const names = platform.clusters
    .filter(({ environment }) => environment === 'production')
    .flatMap((cluster) => clusterBackups(platform, cluster).map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
});

test('volumes that nothing else copies are copied as often as their tier asks, with room for an alert', () => {
  for (const [tier, gap] of [
    ['2', 15 * MINUTE],
    ['3', 12 * HOUR],
  ] as const) {
    const plan = volumesOf(withSession(tier));
    expect(plan.gap.value).toBe(gap);
    expect(plan.worstLoss.value).toBe(gap + 10 * MINUTE);
    expect(plan.alertAfter.value).toBeGreaterThan(plan.worstLoss.value);
  }
});

test('what a team measured counts, and what it declared', () => {
  expect(volumesOf(withSession('2', ', backup: { cron: "*/10 * * * *", duration: 3m }')).worstLoss.value).toBe(13 * MINUTE);
  const platform = platformWith('backups: { cron: "0 */12 * * *", every: 12h, duration: 2h, retention: 60d }');
  const [nightly] = backupPlans(platform, clusterIn(platform, 'production'));
  expect([nightly?.gap.value, nightly?.duration.value, nightly?.retention.value]).toEqual([12 * HOUR, 2 * HOUR, 60 * 24 * HOUR]);
});

test('databases with a way of their own to be copied are not copied twice', () => {
  const text = untoldReferenceText().replace(
    'databases:\n',
    'databases:\n  orders: { engine: postgres, placement: inCluster, tier: 2, backup: { cron: "0 */6 * * *" } }\n',
  );
  const platform = resolvePlatform(parseSpec(text, 'test.yaml').spec);
  expect(clusterBackups(platform, clusterIn(platform, 'production'))).toHaveLength(1);
});

test('Velero may change its own backups, and of those of the other region it may only leave the log of a restore', () => {
  const platform = referencePlatform();
  const primary = clusterIn(platform, 'production');
  const identity = podIdentities(platform, primary).find(({ name }) => name === 'backups');
  const writes = (identity?.permissions ?? []).filter(({ actions }) => actions.some((action) => /^s3:(Put|Delete)/.test(action)));
  expect(writes.flatMap(({ resources }) => resources)).toEqual([
    expect.stringMatching(/-us-west-2-backups\/velero\/online-boutique-production-us-east-1\/\*$/),
    expect.stringMatching(/-us-east-1-backups\/velero\/online-boutique-production-us-west-2\/restores\/\*$/),
  ]);
  const keys = (identity?.permissions ?? []).filter(({ actions }) => actions.some((action) => action.startsWith('kms:')));
  expect(keys.map(({ when }) => when?.['ForAnyValue:StringEquals']?.['kms:ResourceAliases'])).toEqual([
    'alias/online-boutique-production-us-west-2-data',
    'alias/online-boutique-production-us-east-1-data',
  ]);
});
