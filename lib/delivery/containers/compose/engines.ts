import type { DatabaseSpec } from '../../../spec';
import { envVariable, fromEnv } from './local-values';

/** How a database runs on a developer's machine. */
export interface Engine {
  readonly image: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Variables of .env that the environment asks for. */
  readonly asked: readonly string[];
  readonly folder: string;
  /** Folders that it writes to beside its data. */
  readonly scratch: readonly string[];
  readonly health: readonly string[];
}

/** User and group of the official images of all three (docker-library/postgres, docker-library/mongo, valkey-container). */
export const ENGINE_USER = 999;

/**
 * Images by major version; any other one is taken by its tag. Each digest was found for its tag in at least two public
 * repositories that do not depend on each other.
 */
const PINNED: Readonly<Record<DatabaseSpec['engine'], Readonly<Record<string, string>>>> = {
  postgres: { '17': 'postgres:17@sha256:7958605b474b3d264a969cb3a123d6aa00ad1e1fe9da8a69984dabb704d93317' },
  mongodb: { '8': 'mongo:8@sha256:a706cb4e493bcd0262f345b3b0c78732ca0e54301f0d7bbe2b66f26313ce7ccb' },
  // Valkey is what ElastiCache runs from 7.2 on, and a drop-in replacement of what it ran before (ElastiCache User Guide).
  redis: { '8': 'valkey/valkey:8@sha256:81db6d39e1bba3b3ff32bd3a1b19a6d69690f94a3954ec131277b9a26b95b3aa', '7': 'valkey/valkey:7.2' },
};

const NEWEST: Readonly<Record<DatabaseSpec['engine'], string>> = { postgres: '17', mongodb: '8', redis: '8' };
const REPOSITORY: Readonly<Record<DatabaseSpec['engine'], string>> = { postgres: 'postgres', mongodb: 'mongo', redis: 'valkey/valkey' };
/** From this major version on the image keeps data one folder higher (docker-library/postgres, PGDATA). */
const POSTGRES_MOVED = 18;

export function engineOf(name: string, database: DatabaseSpec, port: number): Engine {
  const version = database.version ?? NEWEST[database.engine];
  const major = version.split('.')[0] ?? version;
  // A declared minor version of a database with SQL or documents is what is tested; of a cache the protocol is.
  const pinned = version === major || database.engine === 'redis' ? PINNED[database.engine][major] : undefined;
  const image = pinned ?? `${REPOSITORY[database.engine]}:${version}`;
  switch (database.engine) {
    case 'postgres':
      return { image, ...postgres(name, port, Number(major)) };
    case 'mongodb':
      return { image, ...mongo(port) };
    case 'redis':
      return { image, ...valkey(port) };
  }
}

function postgres(name: string, port: number, major: number): Omit<Engine, 'image'> {
  const password = envVariable(name, 'POSTGRES_PASSWORD');
  return {
    command: ['postgres', '-c', `port=${port}`],
    environment: { POSTGRES_DB: name, POSTGRES_PASSWORD: fromEnv(password) },
    asked: [password],
    folder: major >= POSTGRES_MOVED ? '/var/lib/postgresql' : '/var/lib/postgresql/data',
    scratch: ['/tmp', '/var/run/postgresql'],
    // Over TCP: while it sets itself up, the image answers on its socket only.
    health: ['CMD', 'pg_isready', '--host=127.0.0.1', `--port=${port}`, '--username=postgres', `--dbname=${name}`],
  };
}

const mongo = (port: number): Omit<Engine, 'image'> => ({
  command: ['mongod', '--port', String(port), '--bind_ip_all'],
  // Its shell keeps a history.
  environment: { HOME: '/tmp' },
  asked: [],
  folder: '/data/db',
  scratch: ['/tmp', '/data/configdb'],
  health: ['CMD', 'mongosh', '--quiet', '--port', String(port), '--eval', 'quit(db.adminCommand("ping").ok ? 0 : 1)'],
});

const valkey = (port: number): Omit<Engine, 'image'> => ({
  command: ['valkey-server', '--port', String(port)],
  environment: {},
  asked: [],
  folder: '/data',
  scratch: ['/tmp'],
  health: ['CMD', 'valkey-cli', '-p', String(port), 'ping'],
});
