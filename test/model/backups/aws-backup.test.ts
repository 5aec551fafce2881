import { awsExpression, backupPlans, backupStore, type Cluster, type Platform, resolvePlatform, vaultBackups } from '../../../lib/model';
import { checkPlatform } from '../../../lib/policy';
import { parseSpec } from '../../../lib/spec';
import { fixturePlatform, fixtureText } from '../../support/platforms';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;

const at = ({ clusters }: Platform, environment: string, role: Cluster['role'] = 'primary'): Cluster => {
  const found = clusters.find((cluster) => cluster.environment === environment && cluster.role === role);
  if (!found) throw new Error(`no cluster in ${environment}`);
  return found;
};
const dataWith = (declared: string, instead: string) =>
  resolvePlatform(parseSpec(fixtureText('data.yaml').replace(declared, instead), 'data.yaml').spec);
/** The tiers of the file, the first one with other promises. */
const tiers = ({ rpo = '5m', retention = '30d' }: { readonly rpo?: string; readonly retention?: string }) =>
  `tiers: { "1": { rto: 15m, rpo: ${rpo}, retention: ${retention} }, "2": { rto: 1h, rpo: 30m }, "3": { rto: 4h, rpo: 24h } }\nservices:\n`;
const named = (platform: Platform, cluster: Cluster, database: string) => {
  const found = vaultBackups(platform, cluster).find(({ subject }) => subject.kind === 'database' && subject.name === database);
  if (!found) throw new Error(`no backup of ${database}`);
  return found;
};

describe('backups of managed databases', () => {
  const platform = fixturePlatform('data.yaml');
  const [primary, recovery] = [at(platform, 'production'), at(platform, 'production', 'recovery')];
  const databases = (cluster: Cluster) =>
    vaultBackups(platform, cluster).map(({ subject }) => (subject.kind === 'database' ? subject.name : ''));

  test('are made of what takes writes, and of what AWS Backup knows', () => {
    expect(databases(primary)).toEqual(['catalogue', 'events', 'ledger', 'orders', 'reports']);
    // The others follow, and a replica that is being backed up cannot be promoted.
    expect(databases(recovery)).toEqual(['events', 'reports']);
  });

  test('are among the backups that are explained and checked', () => {
    expect(backupPlans(platform, primary).filter(({ method }) => method === 'awsBackup')).toHaveLength(5);
    expect(checkPlatform(platform).filter(({ rule }) => /^X0[1-6]$/.test(rule))).toEqual([]);
  });

  test('are kept in the other region, with a key of it; with one region in its own', () => {
    for (const { place } of vaultBackups(platform, primary))
      expect(place).toEqual({
        account: '111111111111',
        region: 'eu-central-1',
        name: 'shop-production',
        keyAlias: 'alias/shop-production-eu-central-1-data',
      });
    for (const { place } of vaultBackups(platform, at(platform, 'staging'))) expect(place.region).toBe('eu-west-1');
  });

  test('lose five minutes where each region can be set back to any of them, and a cadence with its copy where only copies leave', () => {
    expect(named(platform, primary, 'orders')).toMatchObject({ worstLoss: { value: 5 * MINUTE }, schedule: { cron: '0 22 * * *' } });
    const reports = named(platform, primary, 'reports');
    expect(reports.continuous).toBeUndefined();
    expect(reports).toMatchObject({ schedule: { cron: '0 */12 * * *' }, worstLoss: { value: 15 * HOUR }, gap: { value: 12 * HOUR } });
    expect(reports.alertAfter.value).toBeGreaterThan(15 * HOUR);
    expect(reports.alertAfter.value).toBeLessThanOrEqual(24 * HOUR);
    // Nobody promised to outlive a region that is the only one.
    expect(named(platform, at(platform, 'staging'), 'reports').worstLoss.value).toBe(5 * MINUTE);
  });

  test('lose no more than a global database lets its copy be behind', () => {
    const strict = dataWith('services:\n', tiers({ rpo: '30s' }));
    expect(named(strict, at(strict, 'production'), 'ledger').worstLoss.value).toBe(30);
  });

  test('break X02 where no cadence of AWS Backup keeps the recovery point, which says what would', () => {
    const broken = dataWith('reports: { engine: postgres, tier: 3', 'reports: { engine: postgres, tier: 2');
    const found = checkPlatform(broken).filter(({ rule }) => rule === 'X02');
    expect(found.map(({ subject }) => subject)).toEqual(['production/eu-west-1/reports', 'production/eu-central-1/reports']);
    for (const { fix } of found) expect(fix).toContain('let the other region follow');
  });

  test('are kept for whole days, as long as the tier says', () => {
    const kept = dataWith('services:\n', tiers({ retention: '36h' }));
    expect(named(kept, at(kept, 'production'), 'ledger').retention.value).toBe(2 * DAY);
    expect(named(kept, at(kept, 'production'), 'reports').retention.value).toBe(30 * DAY);
  });
});

describe('an expression of AWS', () => {
  test.each([
    ['0 22 * * *', 'cron(0 22 * * ? *)'],
    ['30 */6 * * *', 'cron(30 0/6 * * ? *)'],
    ['0 1 1 * *', 'cron(0 1 1 * ? *)'],
    ['0 1 */2 */3 *', 'cron(0 1 1/2 1/3 ? *)'],
    ['0 1 * * 0', 'cron(0 1 ? * SUN *)'],
    ['0 1 * * 1-5', 'cron(0 1 ? * MON-FRI *)'],
    ['0 1 * * 5,7', 'cron(0 1 ? * FRI,SUN *)'],
  ])('of %s is %s', (cron, expected) => {
    expect(awsExpression('databases.orders.backup.cron', cron)).toBe(expected);
  });

  test.each(['*/30 * * * *', '0 1 1 * 1', '0 1 * * */2'])('of %s is refused, with the field that has it', (cron) => {
    expect(() => awsExpression('databases.orders.backup.cron', cron)).toThrow(/^databases\.orders\.backup\.cron: found ".*", expected /);
  });
});

test('the bucket of a region is locked for what is kept shortest in it, and cleared after what is kept longest', () => {
  const platform = dataWith(
    'sessions: { engine: redis, tier: 3, replication: none, version: "7.1", instanceClass: cache.r7g.xlarge }',
    'sessions: { engine: redis, tier: 3, placement: inCluster }',
  );
  const store = backupStore(platform, at(platform, 'production', 'recovery'));
  // Copies of volumes are kept for a week, the nightly backup for a month.
  expect(store).toMatchObject({ lockDays: { value: 7 }, expireDays: { value: 37 } });
  expect(store?.bucket).toBe('shop-production-111111111111-eu-central-1-backups');
  // Blocks of volumes belong to many backups: what removes them is Velero.
  expect(store?.expirePrefixes).toEqual(['velero/shop-production-eu-west-1/backups/', 'velero/shop-production-eu-west-1/restores/']);
});
