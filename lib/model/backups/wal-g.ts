import { formatSeconds } from '../../spec';
import { type Derived, derived } from '../derived';
import { databaseJob } from '../names';
import type { Cluster, Platform } from '../platform';
import { type InClusterDatabase, inClusterDatabases } from '../stores/in-cluster';
import { archiveTimeout, KEPT, UPLOAD_SECONDS } from '../stores/timing';
import { backupPlace } from './place';
import type { BackupPlan } from './plan';
import { durationOf, gapOf, keptFor } from './times';

/** Six hours: the log of at most as long is replayed after a base backup. The minute stands first. */
const BASE_BACKUPS = '0 */6 * * *';
const EVERY = 6 * 3600;

/** How a PostgreSQL in the pods of a cluster is copied: base backups, and its log as it is written. */
export interface PostgresBackup extends BackupPlan {
  readonly method: 'wal-g';
  /** After how many seconds an unfinished file of the log is closed and sent. */
  readonly archiveTimeout: Derived<number>;
  readonly continuous: Derived<number>;
}

/** Backups of each PostgreSQL that takes writes in a cluster; a standby is made from them, and is nobody's source. */
export const postgresBackups = (platform: Platform, cluster: Cluster): readonly PostgresBackup[] =>
  inClusterDatabases(platform, cluster)
    .filter(({ engine, role }) => engine === 'postgres' && role === 'writable')
    .map((database) => postgresBackup(platform, cluster, database));

/** The backup of one of them, as it is in its cluster, or would be after that has taken over. */
export function postgresBackup(platform: Platform, cluster: Cluster, { name, spec, tier }: InClusterDatabase): PostgresBackup {
  const schedule = { cron: spec.backup?.cron ?? BASE_BACKUPS, timeZone: 'Etc/UTC' };
  const gap = gapOf(schedule);
  const duration = durationOf(spec.backup?.duration);
  const timeout = archiveTimeout(tier);
  const continuous = derived(
    timeout.value + UPLOAD_SECONDS,
    'archive_timeout + upload',
    { archive_timeout: `${timeout.value}s`, upload: `${UPLOAD_SECONDS}s` },
    'a commit is safe when its file of the log is in the archive',
  );
  return {
    name: databaseJob(name, 'backup'),
    subject: { kind: 'database', name },
    method: 'wal-g',
    tier: spec.tier,
    region: cluster.region,
    place: backupPlace(platform, cluster),
    schedule,
    every: spec.backup ? spec.backup.every?.seconds : EVERY,
    gap,
    duration,
    archiveTimeout: timeout,
    continuous,
    retention: keptFor(gap, duration),
    worstLoss: continuous,
    alertAfter: derived(
      tier?.rpo.seconds ?? 0,
      'RPO',
      { RPO: formatSeconds(tier?.rpo.seconds ?? 0) },
      `age of the newest file of the log in the archive; ${KEPT.backups} base backups at least are kept`,
    ),
  };
}
