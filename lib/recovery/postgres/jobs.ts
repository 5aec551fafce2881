import { join } from 'node:path';
import {
  ANNOTATIONS,
  type Cluster,
  databaseJob,
  databaseSchema,
  defineWorkload,
  goDuration,
  type InClusterDatabase,
  KEPT,
  type Platform,
  PROMOTE_WITHIN_SECONDS,
  peerOf,
  postgresBackup,
  type Schedule,
  STORE_HELPERS,
  type Workload,
  type WorkloadInput,
} from '../../model';
import { bytes, seconds } from '../../spec';
import { passwd, peerOfDatabase, SCRIPTS, scriptsOf, secretsOf, toAws } from '../shared';
import { ARCHIVES, archivesFile, BACKUP_ROLE, CONFIG, serverFiles } from './config';
import { outsideMesh, postgresEnvironment, USER } from './server';

const FOLDER = join(__dirname, 'scripts');
const HOUR = 3600;
/** After the nightly backup of the cluster, and before the working day. */
const MORNING = '30 5 * * *';
const RESTORE_WITHIN = 6 * HOUR;
/** A day that comes every year, for what nobody but a person or a failover starts: such a CronJob is suspended. */
const NEVER_BY_ITSELF = '0 0 1 1 *';

type Job = Omit<WorkloadInput, 'namespace' | 'image' | 'name' | 'schedule'> & { readonly schedule: Schedule };
type ScheduledWorkload = Workload & { readonly schedule: Schedule };

/** CronJobs of a PostgreSQL: copies, tests of them, and where two regions take turns its promotion. */
export const postgresJobs = (platform: Platform, cluster: Cluster, database: InClusterDatabase): readonly ScheduledWorkload[] => [
  backupJob(platform, cluster, database),
  restoreTestJob(platform, cluster, database),
  ...(peerOf(platform, cluster) ? [promoteJob(platform, cluster, database)] : []),
];

function backupJob(platform: Platform, cluster: Cluster, database: InClusterDatabase): ScheduledWorkload {
  const plan = postgresBackup(platform, cluster, database);
  const keepSeconds = KEPT.seconds + plan.gap.value + plan.duration.value;
  return job(platform, cluster, database, 'backup', {
    component: 'backup',
    annotations: {
      ...(plan.every === undefined ? {} : { [ANNOTATIONS.every]: goDuration(plan.every) }),
      [ANNOTATIONS.continuous]: goDuration(plan.continuous.value),
      [ANNOTATIONS.duration]: goDuration(plan.duration.value),
    },
    schedule: {
      cron: plan.schedule.cron,
      timeZone: plan.schedule.timeZone,
      concurrency: 'Forbid',
      startWithin: seconds(HOUR),
      timeout: seconds(2 * plan.duration.value),
      retries: 2,
    },
    env: {
      ...connection(database),
      KEEP_BACKUPS: String(KEPT.backups),
      KEEP_SECONDS: String(keepSeconds),
      OLDEST_SECONDS: String(plan.gap.value + plan.duration.value),
      BACKUP_SECONDS: String(2 * plan.duration.value),
    },
    files: { [ARCHIVES]: archivesFile(database.places), ...scriptsOf(FOLDER, ['backup.sh', 'common.sh']) },
    command: ['sh', `${SCRIPTS}/backup.sh`],
    ...reaches(platform, cluster, database),
    external: toAws('the archive of the database'),
  });
}

/** The same volume and memory as the server, so that what comes back there comes back here. */
function restoreTestJob(platform: Platform, cluster: Cluster, database: InClusterDatabase): ScheduledWorkload {
  const plan = postgresBackup(platform, cluster, database);
  return job(platform, cluster, database, 'restore-test', {
    component: 'restore-test',
    schedule: {
      cron: MORNING,
      timeZone: 'Etc/UTC',
      concurrency: 'Forbid',
      startWithin: seconds(HOUR),
      timeout: seconds(RESTORE_WITHIN),
      retries: 0,
    },
    env: {
      CONFIG,
      DATABASE: databaseSchema(database.name),
      MOST_LOSS_SECONDS: String(plan.worstLoss.value + plan.archiveTimeout.value),
      WITHIN_SECONDS: String(RESTORE_WITHIN),
      SCRATCH: '/scratch',
    },
    files: {
      ...serverFiles(database, plan.archiveTimeout.value),
      ...scriptsOf(FOLDER, ['common.sh', 'fetch-base.sh', 'fetch-wal.sh', 'restore.sh', 'restore-test.sh']),
    },
    command: ['sh', `${SCRIPTS}/restore-test.sh`],
    writable: ['/dev/shm', '/tmp'],
    volume: { path: '/scratch', size: bytes(database.storage.bytes), lasts: 'scratch' },
    resources: database.resources,
    external: toAws('the archive of the database'),
  });
}

function promoteJob(platform: Platform, cluster: Cluster, database: InClusterDatabase): ScheduledWorkload {
  return job(platform, cluster, database, 'promote', {
    component: 'promotion',
    schedule: {
      cron: NEVER_BY_ITSELF,
      timeZone: 'Etc/UTC',
      concurrency: 'Forbid',
      startWithin: seconds(HOUR),
      timeout: seconds(2 * PROMOTE_WITHIN_SECONDS),
      retries: 3,
      onDemand: true,
    },
    env: { ...connection(database), WITHIN_SECONDS: String(PROMOTE_WITHIN_SECONDS) },
    files: scriptsOf(FOLDER, ['common.sh', 'promote.sh']),
    command: ['sh', `${SCRIPTS}/promote.sh`],
    ...reaches(platform, cluster, database),
  });
}

/** What all of them share. */
function job(
  platform: Platform,
  cluster: Cluster,
  database: InClusterDatabase,
  purpose: Parameters<typeof databaseJob>[1],
  { env, files, ...own }: Job,
): ScheduledWorkload {
  return {
    ...defineWorkload({
      name: databaseJob(database.name, purpose),
      namespace: cluster.namespace,
      instance: platform.name,
      partOf: platform.name,
      team: platform.team,
      image: database.images.server,
      user: USER,
      resources: STORE_HELPERS.job,
      secretStore: database.secretStore,
      podLabels: outsideMesh(platform),
      env: { ...postgresEnvironment(database), ARCHIVES, ...env },
      files: { ...passwd(USER, 'postgres'), ...files },
      ...own,
    }),
    schedule: own.schedule,
  };
}

const connection = ({ name }: InClusterDatabase) => ({ PGHOST: name, PGUSER: BACKUP_ROLE, PGDATABASE: 'postgres' });

/** Over the network, with the password of the role that copies. */
const reaches = (platform: Platform, cluster: Cluster, database: InClusterDatabase) => ({
  callees: [peerOfDatabase(platform, database, cluster.namespace)],
  secrets: secretsOf(platform, cluster.environment, database, { PGPASSWORD: 'backupPassword' }),
});
