import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import {
  bodyKey,
  composeHandoff,
  DEFAULT_SETTINGS,
  type Handler,
  type HandoffEnded,
  type HandoffInput,
  HandoffQueue,
  type QueueSettings,
  queueKey,
  type Sealed,
  scoreOf,
  type Taken,
  Worker,
  type WorkerProps,
} from '../../lib/handoff';
import type { TestRedis } from './redis-server';

/** Patience that tests have. */
export const QUICK: QueueSettings = {
  ...DEFAULT_SETTINGS,
  leaseSeconds: 0.6,
  heartbeatSeconds: 0.15,
  attempts: 3,
  attemptSeconds: 30,
  firstWaitSeconds: 0.02,
  longestWaitSeconds: 0.2,
};

export const ROLE = 'devops';

export const newQueue = (redis: Redis, settings: Partial<QueueSettings> = {}, role = ROLE) =>
  new HandoffQueue(redis, { role }, { ...QUICK, ...settings });

export const message = (id: string, more: Partial<HandoffInput> = {}): Sealed =>
  composeHandoff({ project: 'shop', from: 'test', to: ROLE, summary: 'Cart 1.5 passed every gate', id, ...more });

/** Queues a body as a peer does that knows SET and ZADD. */
export async function peerQueues(redis: Redis, id: string, body: unknown, priority = 'normal'): Promise<void> {
  await redis.set(bodyKey(id), typeof body === 'string' ? body : JSON.stringify(body), 'EX', 86_400);
  await redis.zadd(queueKey({ role: ROLE }), scoreOf(priority, Date.now()), id);
}

/** Takes a handoff that must be there. */
export async function taken(queue: HandoffQueue, worker = 'w'): Promise<Taken> {
  const take = await queue.take(worker);
  if (take.kind !== 'taken') throw new Error(`nothing to take: ${JSON.stringify(take)}`);
  return take.taken;
}

/** Waits until something is so. */
export async function until<T>(what: () => Promise<T | undefined | false> | T | undefined | false, seconds = 10): Promise<T> {
  for (const end = Date.now() + seconds * 1_000; Date.now() < end; ) {
    const found = await what();
    if (found !== undefined && found !== false) return found;
    await pause(10);
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}

/** A running worker, and how its handoffs ended. */
export interface Running {
  readonly worker: Worker;
  readonly ended: HandoffEnded[];
}

const workers: Worker[] = [];

/** Starts a worker; `stopWorkers` ends it. */
export function startWorker(
  redis: TestRedis,
  handler: Handler,
  more: Partial<WorkerProps> = {},
  settings: Partial<QueueSettings> = {},
): Running {
  const ended: HandoffEnded[] = [];
  const worker = new Worker({
    queue: newQueue(redis.connect(), settings),
    heartbeat: redis.connect(),
    handler,
    name: `worker-${workers.length}`,
    pollMs: 15,
    ...more,
    events: { ended: (event) => ended.push(event), ...more.events },
  });
  workers.push(worker);
  worker.start();
  return { worker, ended };
}

export const stopWorkers = () => Promise.all(workers.splice(0).map((worker) => worker.stop(0)));
