import { join } from 'node:path';
import {
  type Cluster,
  databaseJob,
  databaseSchema,
  defineWorkload,
  type InClusterDatabase,
  isAmbient,
  type Platform,
  type Probes,
  peerOf,
  postgresBackup,
  type SideContainer,
  STORE_HELPERS,
  STORE_METRICS,
  UPLOAD_SECONDS,
  type Workload,
} from '../../model';
import { passwd, portOf, SCRIPTS, scriptsOf, secretsOf, toAws } from '../shared';
import { ARCHIVES, CONFIG, DATA, MONITOR_ROLE, PGDATA, SOCKET, serverFiles } from './config';

const FOLDER = join(__dirname, 'scripts');
/** Beyond this number no user of a node has the same one (rule K04). */
export const USER = 10_001;
/** A restore of a large database goes on for as long as it takes; nothing is to end it because it has not started yet. */
const STARTS_WITHIN_SECONDS = 24 * 3600;
/** Time in which a server writes what it holds to its disk. */
const GRACE_SECONDS = 120;

const SINGLETON = 'one server takes writes; a second one would be a second truth';

/** A PostgreSQL of a cluster: it takes writes, or it follows the archive of the one that does. */
export function postgresServer(platform: Platform, cluster: Cluster, database: InClusterDatabase): Workload {
  const { name, port, images, resources, storage, role, callers } = database;
  const { archiveTimeout } = postgresBackup(platform, cluster, database);
  const at = { namespace: cluster.namespace, instance: platform.name };
  const own = portOf(database);
  const peer = (caller: { readonly name: string }) => ({ ...at, ...caller, ports: [own] });
  return defineWorkload({
    name,
    ...at,
    partOf: platform.name,
    team: platform.team,
    component: 'database',
    image: images.server,
    command: ['sh', `${SCRIPTS}/start.sh`],
    user: USER,
    // The server keeps its shared memory as files there; what a container has of its own is 64 MiB.
    writable: ['/dev/shm', '/tmp', SOCKET],
    volume: { path: DATA, size: storage, lasts: 'kept' },
    ports: [own, STORE_METRICS],
    metrics: { port: STORE_METRICS, path: '/metrics' },
    probes: serverProbes(port),
    resources,
    singleton: SINGLETON,
    stop: { waitSeconds: 5, graceSeconds: GRACE_SECONDS, with: 'image' },
    env: {
      ...postgresEnvironment(database),
      ARCHIVES,
      SERVER_ROLE: role,
      CONFIG,
      UPLOAD_SECONDS: String(UPLOAD_SECONDS),
      DATABASE: databaseSchema(name),
      PGHOST: SOCKET,
      PGDATA,
    },
    files: {
      ...passwd(USER, 'postgres'),
      ...serverFiles(database, archiveTimeout.value),
      ...scriptsOf(FOLDER, ['archive.sh', 'common.sh', 'fetch-base.sh', 'fetch-wal.sh', 'hold.sh', 'restore.sh', 'start.sh', 'tend.sh']),
    },
    secrets: secretsOf(platform, cluster.environment, database, { PASSWORD: 'password', BACKUP_PASSWORD: 'backupPassword' }),
    secretStore: database.secretStore,
    callers: [
      ...callers.map(peer),
      peer({ name: databaseJob(name, 'backup') }),
      ...(peerOf(platform, cluster) ? [peer({ name: databaseJob(name, 'promote') })] : []),
    ],
    external: toAws('the archive of the database'),
    podLabels: outsideMesh(platform),
    containers: [tend(database, archiveTimeout.value), exporter(database)],
  });
}

/** Which of the image's versions runs, and how wal-g compresses. */
export const postgresEnvironment = ({ version, port }: InClusterDatabase): Readonly<Record<string, string>> => ({
  PATH: `/usr/lib/postgresql/${version}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
  PGPORT: String(port),
  WALG_COMPRESSION_METHOD: 'zstd',
  // A server that was restored must not put another file in the place of one that the archive has.
  WALG_PREVENT_WAL_OVERWRITE: 'true',
});

/** A database speaks first and has passwords of its own; a sidecar would start after it and stop before it. */
export function outsideMesh({ spec }: Platform): Readonly<Record<string, string>> {
  if (spec.mesh !== 'istio') return {};
  return isAmbient(spec) ? { 'istio.io/dataplane-mode': 'none' } : { 'sidecar.istio.io/inject': 'false' };
}

/** pg_isready ends with 1 while the server recovers: it is alive, and takes nobody yet. */
function serverProbes(port: number): Probes {
  const ask = `pg_isready --host ${SOCKET} --port ${port} --quiet`;
  const alive = ['sh', '-c', `${ask}; [ "$?" -le 1 ]`];
  return {
    startup: {
      check: { kind: 'exec', command: alive },
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: STARTS_WITHIN_SECONDS / 10,
    },
    readiness: { check: { kind: 'exec', command: ['sh', '-c', ask] }, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 2 },
    liveness: { check: { kind: 'exec', command: alive }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  };
}

/** Often enough that each file of the log that is closed for its age has something in it. */
const tend = (database: InClusterDatabase, archiveTimeoutSeconds: number): SideContainer => ({
  name: 'tend',
  image: database.images.server,
  command: ['sh', `${SCRIPTS}/tend.sh`],
  env: {
    ...postgresEnvironment(database),
    PGHOST: SOCKET,
    DATABASE: databaseSchema(database.name),
    PULSE_SECONDS: String(Math.max(1, Math.floor(archiveTimeoutSeconds / 2))),
  },
  secrets: ['PASSWORD', 'BACKUP_PASSWORD'],
  ports: [],
  resources: STORE_HELPERS.tend,
  runs: 'beside',
});

function exporter({ images, port }: InClusterDatabase): SideContainer {
  const check = { kind: 'http', path: '/', port: STORE_METRICS.name } as const;
  return {
    name: 'exporter',
    image: images.exporter,
    args: ['--collector.database=false', '--collector.replication'],
    env: { DATA_SOURCE_NAME: `host=${SOCKET} port=${port} user=${MONITOR_ROLE} dbname=postgres` },
    secrets: [],
    ports: [STORE_METRICS],
    probes: {
      startup: { check, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 12 },
      readiness: { check, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
      liveness: { check, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    },
    resources: STORE_HELPERS.exporter,
    runs: 'beside',
  };
}
