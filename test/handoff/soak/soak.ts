import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { composeHandoff, deadLetters, HandoffQueue, publishHandoff, queueKey, type Sealed, scoreOf } from '../../../lib/handoff';
import { TestRedis } from '../redis-server';
import { countsOf, Ledger } from './ledger';
import { type Consumer, Processes } from './processes';
import { RESULT_ROLE, SOAK_ROLE, SOAK_SETTINGS } from './settings';

export interface SoakSize {
  readonly handoffs: number;
  readonly workers: number;
  /** SIGKILLs of workers. */
  readonly kills: number;
  /** SIGSTOPs of workers for longer than the lease. */
  readonly stops: number;
  /** SIGKILLs of redis-server. */
  readonly crashes: number;
  /** Handoffs that no attempt helps; every fifth has a wrong checksum. */
  readonly poison: number;
  /** Over which publishing and faults are spread. */
  readonly seconds: number;
}

export interface SoakResult {
  readonly consumer: Consumer;
  readonly handoffs: number;
  readonly told: number;
  readonly completed: number;
  /** Could be worked on, and have neither a result nor a dead letter. */
  readonly lost: number;
  /** Could not be worked on, and nothing tells of them. */
  readonly poisonForgotten: number;
  readonly resultsTwice: number;
  readonly effectsTwice: number;
  readonly effectsMissing: number;
  readonly deadLettered: number;
  readonly deadLetteredWrongly: number;
  readonly kills: number;
  readonly stops: number;
  readonly crashes: number;
  readonly seconds: number;
}

/** Longest time that the rest takes once the last fault is over. */
const SETTLE_SECONDS = 60;

/** Publishes handoffs while consumers, and Redis, are killed and stopped at random; then counts what came of each. */
export async function soak(consumer: Consumer, size: SoakSize): Promise<SoakResult> {
  const started = performance.now();
  const [server, ledger] = [await TestRedis.start({ sync: 'always' }), await Ledger.start()];
  const processes = new Processes(consumer, { SOAK_PORT: String(server.port), SOAK_LEDGER: ledger.url }, size.workers);
  try {
    const redis = server.connect();
    const messages = Array.from({ length: size.handoffs }, (_, i) => messageOf(i, size));
    const [told, faults] = await Promise.all([publishAll(redis, messages, size), inflict(server, processes, size)]);
    const queue = new HandoffQueue(redis, { role: SOAK_ROLE }, SOAK_SETTINGS);
    const results = () => resultsOf(redis);
    const dead = async () => (await deadLetters(queue, size.handoffs)).map(({ id }) => id);
    await settled(async () => new Set(await results()).size + (await dead()).length, size.handoffs);
    // What is told twice might come late.
    await pause(SOAK_SETTINGS.leaseSeconds * 2_000);

    const [ended, buried] = [countsOf(await results()), new Set(await dead())];
    const effects = ledger.counts();
    const forgotten = messages.map(({ metadata }) => metadata.handoff_id).filter((id) => !ended.has(id) && !buried.has(id));
    const twice = (counts: ReadonlyMap<string, number>) => [...counts.values()].filter((count) => count > 1).length;
    return {
      consumer,
      handoffs: size.handoffs,
      told,
      completed: ended.size,
      lost: forgotten.filter((id) => !id.startsWith('poison')).length,
      poisonForgotten: forgotten.filter((id) => id.startsWith('poison')).length,
      resultsTwice: twice(ended),
      effectsTwice: twice(effects),
      effectsMissing: [...ended.keys()].filter((id) => !effects.has(id)).length,
      deadLettered: buried.size,
      deadLetteredWrongly: [...buried].filter((id) => !id.startsWith('poison')).length,
      ...faults,
      seconds: Math.round((performance.now() - started) / 1_000),
    };
  } finally {
    await processes.stop();
    await server.stop();
    await ledger.stop();
  }
}

function messageOf(at: number, { handoffs, poison }: SoakSize): Sealed {
  const bad = at % Math.floor(handoffs / poison) === 0 && at / Math.floor(handoffs / poison) < poison;
  const message = composeHandoff({
    project: 'soak',
    from: 'tester',
    to: SOAK_ROLE,
    id: `${bad ? 'poison' : 'handoff'}-${at}`,
    summary: `Handoff ${at} of a soak`,
    details: { poison: bad },
  });
  const damaged = bad && (at / Math.floor(handoffs / poison)) % 5 === 0;
  return damaged ? { ...message, validation: { ...message.validation, checksum: '0'.repeat(64) } } : message;
}

/** Every second one as a peer does it, with SET and ZADD; whoever gets no answer sends again. */
async function publishAll(redis: Redis, messages: readonly Sealed[], { seconds }: SoakSize): Promise<number> {
  const everyMs = (seconds * 1_000) / messages.length;
  const started = performance.now();
  let told = 0;
  for (const [at, message] of messages.entries()) {
    if (at % 2 === 0) await publishHandoff(redis, message);
    else await asPeer(redis, message);
    told++;
    const ahead = at * everyMs - (performance.now() - started);
    if (ahead > 0) await pause(ahead);
  }
  return told;
}

async function asPeer(redis: Redis, message: Sealed): Promise<void> {
  const { handoff_id: id, priority } = message.metadata;
  await redis.set(`handoff:${id}`, JSON.stringify(message), 'EX', 86_400);
  await redis.zadd(queueKey({ role: SOAK_ROLE }), scoreOf(priority, Date.now()), id);
}

/** Faults at random moments, spread over the whole time. */
async function inflict(server: TestRedis, processes: Processes, size: SoakSize): Promise<Pick<SoakResult, 'kills' | 'stops' | 'crashes'>> {
  const done = { kills: 0, stops: 0, crashes: 0 };
  const someone = () => Math.floor(Math.random() * processes.count);
  const stop = async () => {
    const at = someone();
    processes.kill(at, 'SIGSTOP');
    await pause(SOAK_SETTINGS.leaseSeconds * 1_000 * (1.5 + Math.random()));
    processes.kill(at, 'SIGCONT');
    done.stops++;
  };
  const kill = async () => {
    processes.kill(someone(), 'SIGKILL');
    done.kills++;
  };
  const crash = async () => {
    await server.crash(Math.random() * 500);
    done.crashes++;
  };
  const spread = (count: number, fault: () => Promise<void>) =>
    Array.from({ length: count }, async (_, at) => {
      await pause(((at + Math.random()) / count) * size.seconds * 1_000);
      await fault();
    });
  await Promise.all([...spread(size.kills, kill), ...spread(size.stops, stop), ...crashesInTurn(size, crash)]);
  return done;
}

/** One crash after the other: a server that is down cannot be killed. */
function crashesInTurn({ crashes, seconds }: SoakSize, crash: () => Promise<void>): Promise<void>[] {
  let before: Promise<void> = Promise.resolve();
  return Array.from({ length: crashes }, (_, at) => {
    const due = pause(((at + 0.2 + Math.random() * 0.6) / crashes) * seconds * 1_000);
    before = Promise.all([before, due]).then(crash);
    return before;
  });
}

const resultsOf = async (redis: Redis) =>
  (await redis.lrange(queueKey({ role: RESULT_ROLE }), 0, -1)).map((text) =>
    (JSON.parse(text) as Sealed).metadata.handoff_id.replace(/\.result$/, ''),
  );

/** Waits until all is done, or nothing happens any more. */
async function settled(count: () => Promise<number>, wanted: number): Promise<void> {
  let [before, since] = [-1, performance.now()];
  for (const started = performance.now(); performance.now() - started < SETTLE_SECONDS * 1_000; await pause(200)) {
    const now = await count();
    if (now >= wanted) return;
    if (now !== before) [before, since] = [now, performance.now()];
    else if (performance.now() - since > SOAK_SETTINGS.leaseSeconds * 8_000) return;
  }
}

/** The result as lines of a table. */
export const soakLine = (result: SoakResult) =>
  [
    result.consumer.padEnd(8),
    ...[
      result.handoffs,
      result.completed,
      result.lost,
      result.resultsTwice,
      result.effectsTwice,
      result.deadLettered,
      result.kills,
      result.stops,
      result.crashes,
      result.seconds,
    ].map((value) => String(value).padStart(10)),
  ].join('');

export const SOAK_HEAD = [
  'consumer',
  ...['handoffs', 'completed', 'lost', 'told twice', 'done twice', 'dead', 'SIGKILLs', 'SIGSTOPs', 'crashes', 'seconds'].map((name) =>
    name.padStart(10),
  ),
].join('');
