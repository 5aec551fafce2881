import { formatSeconds } from '../../spec';
import { type Derived, derived } from '../derived';
import { databaseJob } from '../names';
import type { Cluster, Platform } from '../platform';
import { type InClusterDatabase, inClusterDatabases } from '../stores/in-cluster';
import { OPLOG_SECONDS, oplogCadence } from '../stores/timing';
import { backupPlace } from './place';
import type { BackupPlan } from './plan';
import { durationOf, gapOf, keptFor } from './times';

const DUMPS = '0 */4 * * *';
const EVERY = 4 * 3600;

/** How a MongoDB in the pods of a cluster is copied: dumps with what was written meanwhile, and slices of the oplog between them. */
export interface MongodbBackup extends BackupPlan {
  readonly method: 'mongodump';
  /** How often a slice of the oplog is taken, in seconds; undefined where dumps alone keep the recovery point. */
  readonly oplogEvery?: Derived<number>;
}

/** Backups of each MongoDB that takes writes in a cluster. */
export const mongodbBackups = (platform: Platform, cluster: Cluster): readonly MongodbBackup[] =>
  inClusterDatabases(platform, cluster)
    .filter(({ engine, role }) => engine === 'mongodb' && role === 'writable')
    .map((database) => mongodbBackup(platform, cluster, database));

/** The backup of one of them, as it is in its cluster, or would be after that has taken over. */
export function mongodbBackup(platform: Platform, cluster: Cluster, { name, spec, tier }: InClusterDatabase): MongodbBackup {
  const schedule = { cron: spec.backup?.cron ?? DUMPS, timeZone: 'Etc/UTC' };
  const gap = gapOf(schedule);
  const duration = durationOf(spec.backup?.duration);
  const rpo = tier?.rpo.seconds ?? 0;
  const dumps = derived(
    gap.value + duration.value,
    'longest gap + longest duration',
    { 'longest gap': formatSeconds(gap.value), 'longest duration': formatSeconds(duration.value) },
    'a dump is safe when it has ended',
  );
  // An alert needs room between the next dump and the recovery point.
  const oplogEvery = dumps.value < rpo ? undefined : oplogCadence(tier);
  const continuous =
    oplogEvery &&
    derived(
      oplogEvery.value + OPLOG_SECONDS,
      'time between two slices + duration of one',
      { 'between two': formatSeconds(oplogEvery.value), duration: `${OPLOG_SECONDS}s` },
      'a write is safe when its slice of the oplog is in the bucket',
    );
  return {
    name: databaseJob(name, 'backup'),
    subject: { kind: 'database', name },
    method: 'mongodump',
    tier: spec.tier,
    region: cluster.region,
    place: backupPlace(platform, cluster),
    schedule,
    every: spec.backup ? spec.backup.every?.seconds : EVERY,
    gap,
    duration,
    ...(oplogEvery ? { oplogEvery, continuous } : {}),
    retention: keptFor(gap, duration),
    worstLoss: continuous ?? dumps,
    alertAfter: derived(rpo, 'RPO', { RPO: formatSeconds(rpo) }, oplogEvery ? 'age of the newest slice of the oplog' : 'age of the newest dump'),
  };
}
