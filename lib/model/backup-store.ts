import { backupPlace, backupPlans, veleroPrefix } from './backups';
import { type Derived, derived } from './derived';
import type { Cluster, Platform } from './platform';

const DAY = 86_400;
/** Time between the end of what is kept longest and the life cycle that clears what was left behind, in days. */
const MARGIN_DAYS = 7;

/** The bucket of the backups that are kept in the region of a cluster. */
export interface BackupStorePlan {
  readonly bucket: string;
  /** Days in which nobody deletes a copy; undefined where the shortest is kept for less than a day. */
  readonly lockDays?: Derived<number>;
  /** Days after which the life cycle removes what nothing else did. */
  readonly expireDays: Derived<number>;
  /** Where that may be. */
  readonly expirePrefixes: readonly string[];
}

/**
 * How the backups that are kept in the region of a cluster are stored; undefined where none are.
 *
 * The life cycle clears what Velero says of its backups, and not the data of volumes beside it: a block of those is stored once, and
 * belongs to every backup since in which it did not change (Kopia, repository architecture). Velero removes those itself.
 */
export function backupStore(platform: Platform, cluster: Cluster): BackupStorePlan | undefined {
  const { environment, region } = cluster;
  const sources = platform.clusters.filter((other) => other.environment === environment && backupPlace(platform, other).region === region);
  const kept = sources.flatMap((source) => backupPlans(platform, source)).filter(({ method }) => method !== 'awsBackup');
  if (kept.length === 0) return undefined;
  const retentions = kept.map(({ retention }) => retention.value);
  const lockDays = Math.floor(Math.min(...retentions) / DAY);
  const longest = Math.ceil(Math.max(...retentions) / DAY);
  return {
    bucket: backupPlace(platform, sources[0] ?? cluster).name,
    ...(lockDays < 1
      ? {}
      : {
          lockDays: derived(
            lockDays,
            'shortest retention, in whole days',
            { shortest: `${lockDays}d` },
            'a lock that outlives a backup fills a bucket that nobody may empty',
          ),
        }),
    expireDays: derived(
      longest + MARGIN_DAYS,
      'longest retention + 7 days',
      { longest: `${longest}d` },
      'what made a backup removes it; this is for what was left behind',
    ),
    expirePrefixes: sources.flatMap((source) => ['backups', 'restores'].map((what) => `${veleroPrefix(source)}/${what}/`)),
  };
}
