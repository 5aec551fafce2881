import type { Redis } from 'ioredis';

/** What of a server decides whether handoffs are safe in it. */
export interface ServerFacts {
  readonly version: string;
  readonly cluster: boolean;
  readonly appendOnly: boolean;
  /** `noeviction`, or what is thrown away when memory is short. */
  readonly evicts: string;
  /** When the file is written to disk; undefined where the server does not say. */
  readonly sync?: string;
}

export async function serverFacts(redis: Redis): Promise<ServerFacts> {
  const info = parseInfo(await redis.info());
  // Managed servers and narrow users refuse CONFIG.
  const told = await redis.config('GET', 'appendfsync').catch(() => undefined);
  const sync = Array.isArray(told) ? told[1] : told && typeof told === 'object' ? (told as Record<string, unknown>).appendfsync : undefined;
  return {
    version: info.get('redis_version') ?? 'unknown',
    cluster: info.get('cluster_enabled') === '1',
    appendOnly: info.get('aof_enabled') === '1',
    evicts: info.get('maxmemory_policy') ?? 'unknown',
    sync: typeof sync === 'string' ? sync : undefined,
  };
}

/** A server that cannot keep the promise at all. */
export class UnfitServer extends Error {
  override readonly name = 'UnfitServer';
}

/**
 * What may be lost with this server, for the log.
 *
 * @throws UnfitServer for a Redis Cluster: the keys of peers are on different nodes there, and no step can span nodes
 */
export function concerns({ cluster, appendOnly, evicts, sync }: ServerFacts): readonly string[] {
  if (cluster) {
    throw new UnfitServer(
      'this is a Redis Cluster: the queues and bodies of peers are on different nodes, and an outcome cannot be stored and published in one step. Use one server with replicas (Sentinel, or cluster mode disabled)',
    );
  }
  return [
    ...(appendOnly ? [] : ['no append-only file: a restart of Redis loses what came since its last snapshot']),
    ...(appendOnly && sync !== undefined && sync !== 'always'
      ? [
          `appendfsync ${sync}: when the machine of Redis fails, up to two seconds of handoffs are lost whose senders were told that they are published`,
        ]
      : []),
    ...(evicts === 'noeviction' || evicts === 'unknown'
      ? []
      : [`maxmemory-policy ${evicts}: handoffs are thrown away when memory is short`]),
  ];
}

const parseInfo = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(/\r?\n/)
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)] as const),
  );
