import { type Duration, formatSeconds, UsageError } from '../../spec';
import { type ManagedDatabase, managedDatabases, type Product } from '../databases';
import { type Derived, derived } from '../derived';
import { keyAlias } from '../encryption-keys';
import { backupPlanName, backupVault, databaseArn } from '../names';
import type { Cluster, Platform } from '../platform';
import { longestGapSeconds } from '../schedule';
import { cadenceWithin, cronEvery } from './cadence';
import { peerOf } from './place';
import type { BackupPlan } from './plan';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A job may begin up to an hour after its time: the least that AWS Backup allows (AWS Backup Developer Guide, start window). */
export const START_WINDOW_SECONDS = HOUR;
/** How long a backup takes with its copy, until a team declares what its own took (databases.backup.duration). */
const ASSUMED = {
  seconds: 3 * HOUR,
  why: 'assumption: an hour to begin in, an hour for what changed, and an hour to copy it to the other region',
} as const;
/** Longest that an alert waits beyond the time at which the next backup should have ended. */
const MOST_GRACE = 2 * HOUR;

/**
 * AWS Backup refuses to start in the hour before, and during, the windows in which a server backs itself up and is maintained (AWS
 * Backup Developer Guide, RDS backups). Those of both regions are between two and seven in the morning, UTC.
 */
const NIGHTLY = '0 22 * * *';
/** Point-in-time recovery is good up to the last five minutes (RDS User Guide; Aurora and DocumentDB likewise). */
const POINT_IN_TIME = 5 * MINUTE;

/** What AWS Backup calls what it copies; it knows nothing of ElastiCache. */
const RESOURCE_TYPES: Readonly<Record<Exclude<Product, 'elasticache'>, string>> = {
  rds: 'RDS',
  aurora: 'Aurora',
  documentdb: 'DocumentDB',
};

/** How AWS Backup copies a managed database of a region. */
export interface VaultPlan extends BackupPlan {
  readonly method: 'awsBackup';
  /** Name of its server, of its subnet group, and part of its ARN. */
  readonly server: string;
  readonly arn: string;
  readonly resourceType: string;
  /** The schedule in the words of AWS. */
  readonly expression: string;
}

/**
 * Backups of the managed databases that take writes in a cluster. One that follows the other region's has none: it is the same data,
 * and a replica that is being backed up cannot be promoted (RDS API reference, PromoteReadReplica).
 */
export const vaultBackups = (platform: Platform, cluster: Cluster): readonly VaultPlan[] =>
  managedDatabases(platform, cluster).flatMap((database) => {
    const { product, role } = database;
    return product === 'elasticache' || role === 'copy' ? [] : [vaultPlan(platform, cluster, database, product)];
  });

function vaultPlan(platform: Platform, cluster: Cluster, database: ManagedDatabase, product: Exclude<Product, 'elasticache'>): VaultPlan {
  const { name, spec, server } = database;
  const tier = platform.spec.tiers[spec.tier];
  const duration = durationOf(spec.backup?.duration);
  const continuous = continuousOf(database, peerOf(platform, cluster) !== undefined);
  const schedule = { cron: spec.backup?.cron ?? nightlyOr(continuous, tier?.rpo.seconds ?? 0, duration.value), timeZone: 'Etc/UTC' };
  const gap = derived(
    longestGapSeconds(schedule.cron, schedule.timeZone),
    'longest time between two starts',
    { schedule: `${schedule.cron} (${schedule.timeZone})` },
    'cron expression',
  );
  const times = { 'longest gap': formatSeconds(gap.value), 'longest duration': formatSeconds(duration.value) };
  const grace = graceOf(gap.value, gap.value + duration.value, continuous ? undefined : tier?.rpo.seconds);
  const place = peerOf(platform, cluster) ?? cluster;
  return {
    name: backupPlanName(platform.name, cluster.environment, name),
    subject: { kind: 'database', name },
    method: 'awsBackup',
    tier: spec.tier,
    region: cluster.region,
    place: {
      account: place.account,
      region: place.region,
      name: backupVault(platform.name, place.environment),
      keyAlias: keyAlias(place.name, 'data'),
    },
    schedule,
    every: spec.backup?.every?.seconds,
    gap,
    duration,
    ...(continuous ? { continuous } : {}),
    retention: derived(
      Math.max(1, Math.ceil((tier?.retention.seconds ?? 0) / DAY)) * DAY,
      'retention of the tier, in whole days',
      { retention: tier?.retention.text ?? '0d' },
      'AWS Backup counts days',
    ),
    worstLoss:
      continuous ??
      derived(gap.value + duration.value, 'longest gap + longest duration', times, 'a copy is safe when it is in the other region'),
    alertAfter: derived(
      gap.value + duration.value + grace,
      'longest gap + longest duration + grace',
      { ...times, grace: formatSeconds(grace) },
      'the next backup and its copy must have ended',
    ),
    server,
    arn: databaseArn(product === 'rds' ? 'db' : 'cluster', cluster, server),
    resourceType: RESOURCE_TYPES[product],
    expression: awsExpression(`databases.${name}.backup.cron`, schedule.cron),
  };
}

/** Time for one that is late; where nothing else keeps the recovery point, the alert comes before that is lost. */
function graceOf(gap: number, usual: number, rpo: number | undefined): number {
  const grace = Math.min(MOST_GRACE, gap / 4);
  return rpo === undefined || rpo <= usual ? grace : Math.min(grace, rpo - usual);
}

/**
 * What is kept between two backups. Where the other region follows, or there is none to lose this one to, that is all but the last
 * minutes: each server can be set back to any of them. Where the other region knows nothing, a lost region leaves the copies only.
 */
function continuousOf({ replication, heldBackAfter }: ManagedDatabase, hasPeer: boolean): Derived<number> | undefined {
  if (hasPeer && replication.value === 'none') return undefined;
  const rpo = heldBackAfter?.value ?? POINT_IN_TIME;
  if (rpo < POINT_IN_TIME)
    return derived(
      rpo,
      'rds.global_db_rpo',
      { 'point-in-time recovery': formatSeconds(POINT_IN_TIME) },
      'the other region is never further behind: commits wait for it',
    );
  return derived(
    POINT_IN_TIME,
    'point-in-time recovery',
    { replication: replication.value },
    'RDS User Guide, restoring to a specified time: the log is kept every five minutes, in each region that has the database',
  );
}

/** Nightly where changes are kept in between; else as often as the RPO asks for, and once an hour at most. */
function nightlyOr(continuous: Derived<number> | undefined, rpoSeconds: number, durationSeconds: number): string {
  if (continuous) return NIGHTLY;
  const cadence = cadenceWithin(rpoSeconds, durationSeconds);
  return cadence === undefined || cadence === DAY ? NIGHTLY : cronEvery(Math.max(HOUR, cadence));
}

const durationOf = (declared: Duration | undefined): Derived<number> =>
  declared
    ? derived(declared.seconds, 'declared', { 'backup.duration': declared.text }, 'platform file')
    : derived(ASSUMED.seconds, 'assumed', { duration: formatSeconds(ASSUMED.seconds) }, ASSUMED.why);

const DAYS_OF_WEEK = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * A cron expression as AWS writes it: six fields, one of the two days a question mark, and days of the week by their names, since
 * AWS counts them from one (EventBridge User Guide, cron expressions).
 *
 * @param field where it is declared
 * @throws UsageError for what AWS Backup cannot keep
 */
export function awsExpression(field: string, cron: string): string {
  const [minute = '', hour = '', day = '*', month = '*', weekday = '*'] = cron.trim().split(/\s+/);
  const refused = (expected: string) =>
    new UsageError(`${field}: found "${cron}", expected ${expected}, as AWS Backup needs it for managed databases`);
  if (!/^\d+$/.test(minute)) throw refused('one minute of the hour in the first field, such as "0 */6 * * *"');
  if (day !== '*' && weekday !== '*') throw refused('a day of the month or a day of the week, and not both');
  if (weekday.includes('/')) throw refused('days of the week by number, such as "0 1 * * 1,4"');
  const weekdays = weekday.replace(/\d/g, (digit) => DAYS_OF_WEEK[Number(digit) % 7] ?? digit);
  const days = weekday === '*' ? [steps(day, 1), steps(month, 1), '?'] : ['?', steps(month, 1), weekdays];
  return `cron(${[minute, steps(hour, 0), ...days, '*'].join(' ')})`;
}

/** A step names its beginning: zero for hours, one for days and months. */
const steps = (field: string, first: number) => field.replace(/^\*\//, `${first}/`);
