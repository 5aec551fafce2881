import { type ArchivePlace, type InClusterDatabase, placeKeyArn } from '../../model';
import { addressOf, SCRIPTS, SETTINGS } from '../shared';

const MIB = 2 ** 20;
/** A quarter of the memory, as PostgreSQL's own documents recommend to start with (PostgreSQL, shared_buffers). */
const SHARED_BUFFERS = 1 / 4;
/** A connection takes some ten megabytes at work, and half of the memory is left for them. */
const MEMORY_OF_CONNECTION = 10 * MIB;
const CONNECTIONS = { least: 50, most: 500 } as const;

export const DATA = '/data';
export const PGDATA = `${DATA}/database`;
/** Shared between the containers of a pod, which are alone in reaching it. */
export const SOCKET = '/var/run/postgresql';
export const CONFIG = `${SETTINGS}/postgresql.conf`;
export const ARCHIVES = `${SETTINGS}/archives`;
/** Who copies a database, promotes it and looks at it. */
export const BACKUP_ROLE = 'holdfast_backup';
export const MONITOR_ROLE = 'holdfast_monitor';

/** Files of the server: its configuration, who may connect, and where its archive is. */
export const serverFiles = (database: InClusterDatabase, archiveTimeoutSeconds: number): Readonly<Record<string, string>> => ({
  [CONFIG]: configuration(database, archiveTimeoutSeconds),
  [`${SETTINGS}/pg_hba.conf`]: ACCESS,
  [`${SETTINGS}/pg_ident.conf`]: `monitor postgres ${MONITOR_ROLE}\nmonitor postgres postgres\n`,
  [ARCHIVES]: archivesFile(database.places),
});

/** How the scripts find the places of an archive: use, prefix, region and key, a line each. */
export const archivesFile = (places: readonly ArchivePlace[]) =>
  places.map((place) => `${place.use} ${addressOf(place)} ${place.region} ${place.use === 'read' ? '-' : placeKeyArn(place)}\n`).join('');

/** The same in both regions: a standby refuses to start with less than the server that it follows has. */
function configuration({ port, resources }: InClusterDatabase, archiveTimeoutSeconds: number): string {
  const memory = resources.requests.memory.bytes;
  const connections = Math.min(CONNECTIONS.most, Math.max(CONNECTIONS.least, Math.floor(memory / 2 / MEMORY_OF_CONNECTION)));
  const settings: Readonly<Record<string, string | number>> = {
    listen_addresses: "'*'",
    port,
    unix_socket_directories: `'${SOCKET}'`,
    hba_file: `'${SETTINGS}/pg_hba.conf'`,
    ident_file: `'${SETTINGS}/pg_ident.conf'`,
    password_encryption: 'scram-sha-256',
    max_connections: connections,
    shared_buffers: `${Math.floor((memory * SHARED_BUFFERS) / MIB)}MB`,
    wal_level: 'replica',
    max_wal_senders: 5,
    hot_standby: 'on',
    archive_mode: 'on',
    archive_timeout: archiveTimeoutSeconds,
    archive_command: `'sh ${SCRIPTS}/archive.sh "%p" "%f"'`,
    restore_command: `'sh ${SCRIPTS}/fetch-wal.sh "%f" "%p"'`,
    recovery_target_timeline: 'latest',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_line_prefix: "'%m [%p] %q%u@%d '",
    log_checkpoints: 'on',
    timezone: "'Etc/UTC'",
    log_timezone: "'Etc/UTC'",
  };
  return `${Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}`)
    .join('\n')}\n`;
}

/** In the pod the kernel says who asks; over the network everybody has a password, and the superuser has no business there. */
const ACCESS = `local all         ${MONITOR_ROLE} peer map=monitor
local all         postgres         peer
host  all         postgres         0.0.0.0/0 reject
host  replication ${BACKUP_ROLE}  0.0.0.0/0 scram-sha-256
host  all         all              0.0.0.0/0 scram-sha-256
`;
