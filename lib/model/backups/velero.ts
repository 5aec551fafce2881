import { type Duration, formatSeconds, type TierSpec } from '../../spec';
import { type Derived, derived } from '../derived';
import { RESTORE_TEST_NAMESPACE, VELERO } from '../names';
import type { Cluster, Platform } from '../platform';
import { longestGapSeconds } from '../schedule';
import { cadenceWithin, cronEvery, shortestCadence } from './cadence';
import { backupPlace } from './place';
import type { BackupPlan } from './plan';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How long backups take at most, until a team declares what its own took (metric velero_backup_duration_seconds). */
const ASSUMED = {
  cluster: { seconds: HOUR, why: 'assumption: objects take minutes, changed blocks of volumes the rest' },
  volumes: { seconds: 10 * MINUTE, why: 'assumption: only what changed since the last copy is sent' },
} as const;

/** Longest that an alert about a nightly backup waits beyond the time at which the next one should have ended. */
const MOST_GRACE = 2 * HOUR;
/**
 * Copies between full backups are for the time since the last of those, which are kept for long. A week, so that a lock on the
 * bucket, which must not outlive any copy, can be long enough to notice an attacker in.
 */
const VOLUMES_RETENTION = 168 * HOUR;
const DEFAULT_RETENTION: Duration = { seconds: 720 * HOUR, text: '720h' };

/** Namespaces that no backup needs: what Velero keeps itself, copies of copies, and leases of nodes. */
const NEVER = [VELERO.namespace, RESTORE_TEST_NAMESPACE, 'kube-node-lease'];

/** What one Schedule of Velero copies. */
export interface VeleroPlan extends BackupPlan {
  readonly method: 'velero';
  /** `*` is all of them. */
  readonly namespaces: readonly string[];
  readonly withoutNamespaces: readonly string[];
  /** Objects without a namespace belong to it. */
  readonly clusterResources: boolean;
  /** Only what carries these labels. */
  readonly selector?: Readonly<Record<string, string>>;
  /** What is run in pods before their volumes are frozen, so that a copy is whole. */
  readonly hooks: readonly VolumeHook[];
}

/** A command in the pods of a database, before its volume is copied. */
export interface VolumeHook {
  readonly name: string;
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly command: readonly string[];
}

/**
 * Name of the Schedule of everything in a cluster. The region is part of it: both clusters of an environment see each other's
 * backups, and Velero passes over one whose name it has already.
 */
export const clusterBackupName = (region: string) => `cluster-${region}`;

/**
 * What Velero copies of a cluster: everything each night, and volumes that nothing else copies as often as their tier asks.
 * Objects need no more than that: Git has them before the cluster does.
 */
export const clusterBackups = (platform: Platform, cluster: Cluster): readonly VeleroPlan[] => [
  everything(platform, cluster),
  ...volumesOnly(platform).map((database) => volumes(platform, cluster, database)),
];

/** Databases in pods that have no way of their own to be copied. */
export const volumesOnly = ({ spec }: Platform): readonly string[] =>
  Object.entries(spec.databases)
    .filter(([, { placement, engine }]) => placement === 'inCluster' && engine === 'redis')
    .map(([name]) => name)
    .sort();

function everything(platform: Platform, cluster: Cluster): VeleroPlan {
  const { backups } = platform.spec;
  const schedule = { cron: backups.cron, timeZone: backups.timeZone };
  const gap = gapOf(schedule);
  const duration = durationOf(backups.duration, 'backups.duration', ASSUMED.cluster);
  const grace = Math.min(MOST_GRACE, gap.value / 4);
  const continuous = derived(0, 'Git has each object before the cluster has it', {}, 'GitOps: nothing is applied that is not published');
  return {
    name: clusterBackupName(cluster.region),
    subject: { kind: 'cluster' },
    method: 'velero',
    tier: strictest(platform, cluster),
    region: cluster.region,
    place: backupPlace(platform, cluster),
    schedule,
    every: backups.every?.seconds,
    gap,
    duration,
    continuous,
    retention: retentionOf(platform, cluster),
    worstLoss: continuous,
    alertAfter: derived(
      gap.value + duration.value + grace,
      'longest gap + longest duration + grace',
      { ...timesOf(gap, duration), grace: formatSeconds(grace) },
      'the next backup must have ended; no data waits for it',
    ),
    namespaces: ['*'],
    withoutNamespaces: NEVER,
    clusterResources: true,
    hooks: volumesOnly(platform).map((database) => hookOf(cluster, database)),
  };
}

function volumes(platform: Platform, cluster: Cluster, database: string): VeleroPlan {
  const { databases, tiers, backups } = platform.spec;
  const { tier = '', backup } = databases[database] ?? {};
  const rpo = tiers[tier]?.rpo ?? { seconds: 0, text: '0s' };
  const duration = durationOf(backup?.duration ?? backups.volumesDuration, 'backup.duration', ASSUMED.volumes);
  const cadence = cadenceWithin(rpo.seconds, duration.value) ?? shortestCadence(duration.value);
  const schedule = backup ? { cron: backup.cron, timeZone: 'Etc/UTC' } : { cron: cronEvery(cadence), timeZone: 'Etc/UTC' };
  const gap = gapOf(schedule);
  const kept = Math.max(VOLUMES_RETENTION, 2 * gap.value);
  return {
    name: `volumes-${database}-${cluster.region}`,
    subject: { kind: 'database', name: database },
    method: 'velero',
    tier,
    region: cluster.region,
    place: backupPlace(platform, cluster),
    schedule,
    every: backup?.every?.seconds,
    gap,
    duration,
    retention: derived(
      kept,
      'max(168 h, 2 x longest gap)',
      { 'longest gap': formatSeconds(gap.value) },
      'the nightly backup keeps the same volumes for long',
    ),
    worstLoss: derived(
      gap.value + duration.value,
      'longest gap + longest duration',
      timesOf(gap, duration),
      'a copy is safe when it has ended',
    ),
    alertAfter: derived(
      rpo.seconds,
      'RPO',
      { RPO: rpo.text },
      `tier ${tier}: later somebody would hear of a promise that is broken already`,
    ),
    namespaces: [cluster.namespace],
    withoutNamespaces: [],
    clusterResources: false,
    selector: selectorOf(database),
    hooks: [hookOf(cluster, database)],
  };
}

/** As peers of services select it. */
const selectorOf = (database: string) => ({ 'app.kubernetes.io/name': database });

/** Redis writes all that it holds to its disk, and answers when it has (Redis, SAVE). It finds a password in REDISCLI_AUTH. */
const hookOf = ({ namespace }: Cluster, database: string): VolumeHook => ({
  name: database,
  namespace,
  selector: selectorOf(database),
  command: ['redis-cli', 'SAVE'],
});

function gapOf({ cron, timeZone }: BackupPlan['schedule']): Derived<number> {
  const gap = longestGapSeconds(cron, timeZone);
  return derived(gap, 'longest time between two starts', { schedule: `${cron} (${timeZone})` }, 'cron expression');
}

const durationOf = (
  declared: Duration | undefined,
  field: string,
  assumed: { readonly seconds: number; readonly why: string },
): Derived<number> =>
  declared
    ? derived(declared.seconds, 'declared', { [field]: declared.text }, 'platform file')
    : derived(assumed.seconds, 'assumed', { duration: formatSeconds(assumed.seconds) }, assumed.why);

const timesOf = (gap: Derived<number>, duration: Derived<number>) => ({
  'longest gap': formatSeconds(gap.value),
  'longest duration': formatSeconds(duration.value),
});

/** As declared; else 720 hours, or longer where a tier asks for it. */
function retentionOf(platform: Platform, cluster: Cluster): Derived<number> {
  const declared = platform.spec.backups.retention;
  if (declared) return derived(declared.seconds, 'declared', { 'backups.retention': declared.text }, 'platform file');
  const longest = Math.max(DEFAULT_RETENTION.seconds, ...tiersIn(platform, cluster).map(([, { retention }]) => retention.seconds));
  return derived(
    longest,
    'max(720h, retention of the tiers)',
    { 'longest of a tier': formatSeconds(longest) },
    'a month: what is noticed after a holiday can still be undone',
  );
}

/** Tiers of what a cluster runs, and of the databases that its services use. */
export function tiersIn({ spec }: Platform, { services }: Cluster): readonly (readonly [name: string, tier: TierSpec])[] {
  const names = new Set([...services.map(({ tier }) => tier), ...Object.values(spec.databases).map(({ tier }) => tier)]);
  return Object.entries(spec.tiers).filter(([name]) => names.has(name));
}

const strictest = (platform: Platform, cluster: Cluster): string =>
  [...tiersIn(platform, cluster)].sort(([, a], [, b]) => a.rpo.seconds - b.rpo.seconds || a.rto.seconds - b.rto.seconds)[0]?.[0] ?? '';
