import { readHandoff } from '../protocol';
import type { HandoffQueue } from './queue';

/** How a queue is. */
export interface QueueStatus {
  readonly queue: string;
  /** Type of the peers' key: zset, list, none, or what it should not be. */
  readonly type: string;
  /** Not taken yet. */
  readonly waiting: number;
  readonly leased: number;
  /** Waits for its next attempt. */
  readonly delayed: number;
  /** Waits to be taken again. */
  readonly ready: number;
  readonly dead: number;
  /** Age of what has waited longest without being taken. */
  readonly oldestSeconds: number;
  /** What happened since the queue is there, over all workers. */
  readonly counts: Readonly<Record<string, number>>;
}

/** A handoff that was put aside. */
export interface DeadLetter {
  readonly id: string;
  readonly reason: string;
  readonly detail: string;
  readonly attempts: number;
  /** ISO 8601. */
  readonly at: string;
  /** Whether its body is whole, so that it can be replayed. */
  readonly replayable: boolean;
}

export async function queueStatus(queue: HandoffQueue): Promise<QueueStatus> {
  const { redis, key, own } = queue;
  const [type, leased, delayed, ready, dead, counts, [seconds]] = await Promise.all([
    redis.type(key),
    redis.zcard(own.leases),
    redis.zcard(own.delayed),
    redis.zcard(own.ready),
    redis.zcard(own.dead),
    redis.hgetall(own.counts),
    redis.time() as Promise<unknown> as Promise<[string, string]>,
  ]);
  const now = Number(seconds) * 1_000;
  const waiting = type === 'zset' ? await redis.zcard(key) : type === 'list' ? await redis.llen(key) : 0;
  const oldest = Math.min(...(await Promise.all([oldestOf(queue, key, type, now), oldestOf(queue, own.ready, 'zset', now)])));
  return {
    queue: key,
    type,
    waiting,
    leased,
    delayed,
    ready,
    dead,
    oldestSeconds: Number.isFinite(oldest) ? Math.max(0, (now - oldest) / 1_000) : 0,
    counts: Object.fromEntries(Object.entries(counts).map(([what, count]) => [what, Number(count)])),
  };
}

/** When the one that has waited longest came, in milliseconds; infinity when none waits. */
async function oldestOf({ redis }: HandoffQueue, key: string, type: string, now: number): Promise<number> {
  if (type === 'list') {
    const message = await redis.lindex(key, -1);
    return message === null ? Number.POSITIVE_INFINITY : (sentAt(message) ?? now);
  }
  if (type !== 'zset') return Number.POSITIVE_INFINITY;
  // A score is a place and a time; the first of each place has waited longest there.
  const share = now / 1e12;
  const firsts = await Promise.all(
    [1, 2, 3, 4].map((place) =>
      redis.zrangebyscore(key, String(place + share / 2), `(${place + share / 2 + 1}`, 'WITHSCORES', 'LIMIT', 0, 1),
    ),
  );
  return Math.min(...firsts.map(([, score], at) => (score === undefined ? Number.POSITIVE_INFINITY : (Number(score) - (at + 1)) * 1e12)));
}

function sentAt(message: string): number | undefined {
  try {
    const at = Date.parse(readHandoff(message).handoff.metadata.timestamp);
    return Number.isNaN(at) ? undefined : at;
  } catch {
    return undefined;
  }
}

/** Handoffs that were put aside, newest first. */
export async function deadLetters({ redis, own }: HandoffQueue, count: number): Promise<readonly DeadLetter[]> {
  const listed = await redis.zrevrange(own.dead, 0, count - 1, 'WITHSCORES');
  const ids = listed.filter((_, at) => at % 2 === 0);
  return Promise.all(
    ids.map(async (id, at) => {
      const [reason, detail, attempts, problem, body] = await redis.hmget(own.item(id), 'reason', 'detail', 'attempts', 'problem', 'body');
      return {
        id,
        reason: reason ?? '',
        detail: detail ?? '',
        attempts: Number(attempts ?? 0),
        at: new Date(Number(listed[2 * at + 1])).toISOString(),
        replayable: body != null && !problem?.startsWith('oversize'),
      };
    }),
  );
}
