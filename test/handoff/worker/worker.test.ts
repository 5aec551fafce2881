import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { deadLetters, type Handler, publishHandoff, queueKey, queueStatus, Unmendable } from '../../../lib/handoff';
import { peerMessage } from '../protocol/messages';
import { TestRedis } from '../redis-server';
import { message, newQueue, peerQueues, ROLE, startWorker, stopWorkers, until } from '../support';

let server: TestRedis;
let redis: Redis;
const KEY = queueKey({ role: ROLE });

beforeAll(async () => {
  server = await TestRedis.start();
  redis = server.connect();
});
afterAll(() => server.stop());
beforeEach(() => redis.flushall());
afterEach(async () => {
  await stopWorkers();
});

const answer: Handler = async ({ id }) => ({
  kind: 'answered',
  result: { id },
  publish: [{ message: message(`${id}.result`, { from: ROLE, to: 'project-manager' }) }],
});
const letters = () => deadLetters(newQueue(redis), 10);

test('a handoff of a peer is worked on, and answered to the next role', async () => {
  const { ended } = startWorker(server, answer);
  await peerQueues(redis, 'p-1', peerMessage('p-1'));
  await until(() => ended.length === 1);
  expect(ended).toMatchObject([{ id: 'p-1', ending: 'done', why: 'answered', attempt: 1 }]);
  expect(JSON.parse((await redis.get('handoff:p-1.result')) ?? '')).toMatchObject({ validation: { schema_version: '1.1' } });
  expect(await redis.zcard(queueKey({ role: 'project-manager' }))).toBe(1);
});

describe('what no attempt would help is put aside at once, with its reason', () => {
  test.each([
    ['no JSON', 'not-json', 'not json at all'],
    ['a wrong checksum', 'bad-checksum', { ...peerMessage('x-1'), validation: { schema_version: '1.0', checksum: '0'.repeat(64) } }],
    ['an unknown schema', 'unknown-version', { ...peerMessage('x-1'), validation: { schema_version: '9.9', checksum: '' } }],
    ['another id than its own', 'id-mismatch', peerMessage('x-2')],
    ['more than 1 MiB', 'oversize', `"${'x'.repeat(2 ** 20)}"`],
  ])('%s', async (_, reason, body) => {
    const { ended } = startWorker(server, answer);
    await peerQueues(redis, 'x-1', body);
    await until(() => ended.length === 1);
    expect(ended).toMatchObject([{ ending: 'dead', why: reason, attempt: 1 }]);
    expect(await letters()).toMatchObject([{ id: 'x-1', reason }]);
  });

  test('a body of another type', async () => {
    const { ended } = startWorker(server, answer);
    await redis.hset('handoff:x-1', 'a', 'b');
    await redis.zadd(KEY, 4, 'x-1');
    await until(() => ended.length === 1);
    expect(await letters()).toMatchObject([{ id: 'x-1', reason: 'wrong-type', detail: 'its body is a hash in Redis' }]);
  });

  test('what its handler says so of', async () => {
    const { ended } = startWorker(server, async () => {
      throw new Unmendable('no-such-service', 'there is no service called crat');
    });
    await publishHandoff(redis, message('h-1'));
    await until(() => ended.length === 1);
    expect(await letters()).toMatchObject([{ id: 'h-1', reason: 'no-such-service', attempts: 1 }]);
  });
});

test('a body that never comes is waited for through all attempts, then put aside', async () => {
  const { ended } = startWorker(server, answer);
  await redis.zadd(KEY, 4, 'x-1');
  await until(() => ended.length === 3);
  expect(ended.map(({ ending, why }) => `${ending} ${why}`)).toEqual(['retry no-body', 'retry no-body', 'dead no-body']);
});

test('a handler that fails is called again, and what failed each time is put aside', async () => {
  let calls = 0;
  const { ended } = startWorker(server, async (handoff, work) => {
    calls++;
    if (handoff.id === 'never' || work.attempt < 3) throw new Error('the registry does not answer');
    return answer(handoff, work);
  });
  for (const id of ['never', 'third']) await publishHandoff(redis, message(id));
  await until(() => ended.length === 6);
  expect(calls).toBe(6);
  expect(await letters()).toMatchObject([{ id: 'never', reason: 'failed', detail: 'the registry does not answer', attempts: 3 }]);
  expect(await redis.zrangebyscore(queueKey({ role: 'project-manager' }), '-inf', '+inf')).toEqual(['third.result']);
});

test('the same handoff sent again by a peer, its status changed, is not worked on again', async () => {
  let calls = 0;
  const { ended } = startWorker(server, (handoff, work) => {
    calls++;
    return answer(handoff, work);
  });
  const sent = peerMessage('p-1');
  await peerQueues(redis, 'p-1', sent);
  await until(() => ended.length === 1);
  await peerQueues(redis, 'p-1', { ...sent, status: 'retrying', retry_count: 1 });
  await until(() => ended.length === 2);
  expect([calls, ended[1]?.ending]).toEqual([1, 'duplicate']);
});

test('another handoff with an id that was used is put aside, not taken for the first', async () => {
  const { ended } = startWorker(server, answer);
  await peerQueues(redis, 'p-1', peerMessage('p-1'));
  await until(() => ended.length === 1);
  await peerQueues(redis, 'p-1', peerMessage('p-1', { summary: 'Something else altogether' }));
  await until(() => ended.length === 2);
  expect(await letters()).toMatchObject([{ id: expect.stringMatching(/^p-1~/), reason: 'id-reused' }]);
});

test('work that takes many leases keeps its own by the heartbeat', async () => {
  const long: Handler = async (handoff, work) => {
    await pause(2_000);
    return answer(handoff, work);
  };
  const workers = [startWorker(server, long), startWorker(server, long)];
  await publishHandoff(redis, message('h-1'));
  await until(() => workers.some(({ ended }) => ended.length > 0));
  expect(workers.flatMap(({ ended }) => ended)).toMatchObject([{ ending: 'done', attempt: 1 }]);
});

test('an attempt that takes too long is ended, and another is made', async () => {
  const aborted: string[] = [];
  const { ended } = startWorker(
    server,
    async (handoff, work) => {
      if (work.attempt > 1) return answer(handoff, work);
      work.signal.addEventListener('abort', () => aborted.push(String(work.signal.reason)));
      return new Promise(() => undefined);
    },
    {},
    { attemptSeconds: 0.3 },
  );
  await publishHandoff(redis, message('h-1'));
  await until(() => ended.length === 2);
  expect(ended.map(({ ending }) => ending)).toEqual(['retry', 'done']);
  expect(aborted[0]).toContain('took longer than 0.3 s');
});

describe('a worker that stops', () => {
  test('finishes what it has, and takes nothing more', async () => {
    const { worker, ended } = startWorker(server, async (handoff, work) => {
      await pause(300);
      return answer(handoff, work);
    });
    for (const id of ['a', 'b']) await publishHandoff(redis, message(id));
    await until(() => worker.busy === 1);
    await worker.stop(5);
    expect(ended).toMatchObject([{ id: 'a', ending: 'done' }]);
    expect(await redis.zcard(KEY)).toBe(1);
  });

  test('gives back at once what takes longer than it has time, without counting the attempt', async () => {
    const { worker } = startWorker(server, () => new Promise(() => undefined));
    await publishHandoff(redis, message('h-1'));
    await until(() => worker.busy === 1);
    await worker.stop(0.1);
    expect(await queueStatus(newQueue(redis))).toMatchObject({ leased: 0, ready: 1 });
    const { ended } = startWorker(server, answer);
    await until(() => ended.length === 1);
    expect(ended).toMatchObject([{ ending: 'done', attempt: 1 }]);
  });
});

test('handoffs of one group are worked on one after the other, those that wait in their order; other groups are not held up', async () => {
  const log: string[] = [];
  const work: Handler = async (handoff, { exclusive, ...more }) => {
    const { group } = handoff.handoff.content.technical_details;
    await exclusive(String(group));
    log.push(`+${handoff.id}`);
    await pause(150);
    log.push(`-${handoff.id}`);
    return answer(handoff, { exclusive, ...more });
  };
  const running = [startWorker(server, work, { concurrency: 2 }), startWorker(server, work, { concurrency: 2 })];
  for (const [id, group] of [
    ['a', 'production'],
    ['b', 'production'],
    ['c', 'production'],
    ['s', 'staging'],
  ] as const) {
    await publishHandoff(redis, message(id, { details: { group } }));
  }
  await until(() => running.flatMap(({ ended }) => ended).length === 4);
  const own = log.filter((line) => !line.endsWith('s'));
  const [first = '', ...rest] = own.filter((line) => line.startsWith('+')).map((line) => line.slice(1));
  expect(own).toEqual([first, ...rest].flatMap((id) => [`+${id}`, `-${id}`]));
  // Whoever asks first has the first turn, be it by a hair; from then on the others wait together.
  expect(rest).toEqual([...rest].sort());
  expect(log.indexOf('+s')).toBeLessThan(log.indexOf('-b'));
});

test('Redis that is gone for a while is waited for, and nothing is done twice', async () => {
  const told: string[] = [];
  const { ended } = startWorker(server, answer, { events: { trouble: ({ what }) => told.push(what) } });
  for (let i = 0; i < 20; i++) await publishHandoff(redis, message(`h-${i}`));
  await until(() => ended.length > 3);
  await server.crash(300);
  await until(async () => (await redis.zcard(queueKey({ role: 'project-manager' }))) === 20, 20);
  expect(await letters()).toEqual([]);
});

test('a queue of another type is told, left alone, and worked on when it is one again', async () => {
  const told: string[] = [];
  await redis.set(KEY, 'precious');
  const { ended } = startWorker(server, answer, { events: { trouble: ({ error }) => told.push(error) } });
  await until(() => told.some((error) => error.includes('is a string in Redis')));
  expect(await redis.get(KEY)).toBe('precious');
  await redis.del(KEY);
  await publishHandoff(redis, message('h-1'));
  await until(() => ended.length === 1);
});
