import { readFileSync } from 'node:fs';
import type { RedisOptions } from 'ioredis';
import { secretValue } from '../secret-value';

/** Where peers look when nothing is said. */
const DEFAULT_ADDRESS = 'localhost:6379';
const DEFAULT_PORT = 6379;

/** An address that is none. */
export class BadAddress extends Error {
  override readonly name = 'BadAddress';
}

/**
 * How to reach Redis, from the environment: REDIS_ADDR (`host:port`, `redis://` or `rediss://`), REDIS_USERNAME,
 * REDIS_PASSWORD or REDIS_PASSWORD_FILE, REDIS_DB; REDIS_TLS=true, REDIS_TLS_CA, REDIS_TLS_CERT and REDIS_TLS_KEY (files),
 * REDIS_TLS_SERVERNAME.
 *
 * @throws BadAddress
 */
export function redisOptions(env: NodeJS.ProcessEnv): RedisOptions & { readonly host: string; readonly port: number } {
  const { host, port, secure, username, password, db } = parsed(env.REDIS_ADDR || DEFAULT_ADDRESS);
  const tls = secure || env.REDIS_TLS === 'true' || env.REDIS_TLS === '1' || env.REDIS_TLS_CA !== undefined;
  return {
    host,
    port,
    db: numberOf('REDIS_DB', env.REDIS_DB) ?? db ?? 0,
    username: env.REDIS_USERNAME || username,
    password: secretValue('REDIS_PASSWORD', env) ?? password,
    ...(tls
      ? {
          tls: {
            servername: env.REDIS_TLS_SERVERNAME ?? host,
            ca: file(env.REDIS_TLS_CA),
            cert: file(env.REDIS_TLS_CERT),
            key: file(env.REDIS_TLS_KEY),
          },
        }
      : {}),
  };
}

/** Where Redis is, for people and logs: without user and password. */
export const shownAddress = ({ host, port, tls }: RedisOptions) => `${tls ? 'rediss' : 'redis'}://${host}:${port}`;

interface Address {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly db?: number;
}

function parsed(text: string): Address {
  const address = text.includes('://') ? text : `redis://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const wrong = () => new BadAddress('REDIS_ADDR: expected host:port, redis://host:port or rediss://host:port');
  if (!url || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '') throw wrong();
  const port = url.port === '' ? DEFAULT_PORT : Number(url.port);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    secure: url.protocol === 'rediss:',
    username: decodeURIComponent(url.username) || undefined,
    password: decodeURIComponent(url.password) || undefined,
    db: numberOf('REDIS_ADDR', url.pathname.slice(1)),
  };
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,4}$/.test(text)) throw new BadAddress(`${name}: the number of a database is expected, such as 0`);
  return Number(text);
}

const file = (name: string | undefined) => (name ? readFileSync(name) : undefined);
