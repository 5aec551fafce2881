import { Redis, type RedisOptions } from 'ioredis';

/** A server that is not there for longer is not coming back while somebody waits at a terminal. */
const PATIENCE = { connectMs: 5_000, tries: 3 } as const;

/** Longest wait between two tries of a worker to reach a server that is gone. */
const LONGEST_WAIT_MS = 2_000;

/** A connection for a worker: it waits for a server that is gone for as long as that takes, and says so. */
export function workerConnection(options: RedisOptions, onError: (error: Error) => void): Redis {
  const redis = new Redis({
    ...options,
    connectTimeout: PATIENCE.connectMs,
    maxRetriesPerRequest: null,
    // After a failover the connection may be to a server that may not write any more.
    reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
    retryStrategy: (tries) => Math.min(LONGEST_WAIT_MS, 50 * 2 ** Math.min(tries, 10)) * (0.5 + Math.random() / 2),
  });
  redis.on('error', onError);
  return redis;
}

/** A connection for a command: it ends with an error when there is no server. */
export async function commandConnection(options: RedisOptions): Promise<Redis> {
  const redis = new Redis({
    ...options,
    lazyConnect: true,
    connectTimeout: PATIENCE.connectMs,
    maxRetriesPerRequest: PATIENCE.tries,
    retryStrategy: (tries) => (tries > PATIENCE.tries ? null : tries * 200),
  });
  let last: Error | undefined;
  redis.on('error', (error: Error) => {
    last = error;
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw last ?? error;
  }
  return redis;
}
