import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { deadLetters, type HandoffQueue, publishHandoff, queueKey, queueStatus } from '../../../lib/handoff';
import { peerMessage } from '../protocol/messages';
import { TestRedis } from '../redis-server';
import { message, newQueue, peerQueues, ROLE, taken } from '../support';

let server: TestRedis;
let redis: Redis;
let queue: HandoffQueue;
const KEY = queueKey({ role: ROLE });

beforeAll(async () => {
  server = await TestRedis.start();
  redis = server.connect();
});
afterAll(() => server.stop());
beforeEach(async () => {
  await redis.flushall();
  queue = newQueue(redis);
});

const empty = async () => (await queue.take('w')).kind === 'empty';

describe('taking', () => {
  test('goes by priority, then by who came first', async () => {
    for (const [id, priority] of [
      ['a', 'low'],
      ['b', 'normal'],
      ['c', 'medium'],
      ['d', 'urgent'],
      ['e', 'high'],
    ] as const) {
      await publishHandoff(redis, message(id, { priority }));
    }
    const order = [];
    for (let i = 0; i < 5; i++) order.push((await taken(queue)).id);
    expect(order).toEqual(['d', 'e', 'b', 'c', 'a']);
    expect(await empty()).toBe(true);
  });

  test('of a thousand at once by ten workers gives each to one', async () => {
    for (let i = 0; i < 1_000; i++) await peerQueues(redis, `h-${i}`, peerMessage(`h-${i}`));
    const queues = Array.from({ length: 10 }, () => newQueue(server.connect()));
    const ids = await Promise.all(
      queues.map(async (own) => {
        const mine: string[] = [];
        for (let take = await own.take('w'); take.kind === 'taken'; take = await own.take('w')) mine.push(take.taken.id);
        return mine;
      }),
    );
    expect(new Set(ids.flat()).size).toBe(1_000);
    expect(ids.flat()).toHaveLength(1_000);
  });

  test('a message that a peer queued again meanwhile counts as the same', async () => {
    await peerQueues(redis, 'p-1', peerMessage('p-1'));
    const first = await taken(queue);
    await redis.zadd(KEY, 4, 'p-1');
    expect(await empty()).toBe(true);
    await queue.finish(first, 'd', {}, []);
    await redis.zadd(KEY, 4, 'p-1');
    expect(await empty()).toBe(true);
    expect((await queueStatus(queue)).counts).toMatchObject({ duplicates: 2, done: 1 });
  });

  test('another message with the id of one before is taken under a name of its own', async () => {
    await peerQueues(redis, 'p-1', peerMessage('p-1'));
    await queue.finish(await taken(queue), 'd', {}, []);
    await peerQueues(redis, 'p-1', peerMessage('p-1', { summary: 'Something else altogether' }));
    expect(await taken(queue)).toMatchObject({ id: expect.stringMatching(/^p-1~[0-9a-f]{12}$/), conflict: 'p-1' });
  });

  test('a list gives the JSON itself; its id is that of the message, and without one that of its content', async () => {
    await redis.lpush(
      KEY,
      JSON.stringify(peerMessage('l-1')),
      JSON.stringify({ handoff_id: 'l-2', payload: JSON.stringify(peerMessage('')) }),
      'no json',
    );
    expect([(await taken(queue)).id, (await taken(queue)).id, (await taken(queue)).id]).toEqual([
      'l-1',
      'l-2',
      expect.stringMatching(/^unnamed~[0-9a-f]{40}$/),
    ]);
  });

  test('a key of another type is left as it is', async () => {
    await redis.set(KEY, 'precious');
    expect(await queue.take('w')).toEqual({ kind: 'wrong-type', type: 'string' });
    expect(await redis.get(KEY)).toBe('precious');
    await expect(publishHandoff(redis, message('h-1'))).rejects.toThrow('is a string in Redis');
  });

  test.each([
    ['that expired', 'missing', async () => undefined],
    ['of another type', 'wrong-type:list', () => redis.lpush('handoff:x-1', 'a')],
    ['beyond 1 MiB', 'oversize:1048577', () => redis.set('handoff:x-1', 'x'.repeat(2 ** 20 + 1))],
  ])('a body %s is named, and not carried', async (_, problem, prepare) => {
    await prepare();
    await redis.zadd(KEY, 4, 'x-1');
    const found = await taken(queue);
    expect(found).toMatchObject({ id: 'x-1', problem });
    expect(found.body.length).toBeLessThanOrEqual(1_024);
  });

  test('a body that is written after its id is found at the next attempt', async () => {
    await redis.zadd(KEY, 4, 'x-1');
    expect(await queue.retry(await taken(queue), 0, 'no-body', '')).toBe('retry');
    await redis.set('handoff:x-1', JSON.stringify(peerMessage('x-1')));
    expect(await taken(queue)).toMatchObject({ attempt: 2, problem: '', body: expect.stringContaining('Cart 1.5') });
  });

  test('a body is ours once it is taken: peers let it expire', async () => {
    await peerQueues(redis, 'p-1', peerMessage('p-1'));
    await queue.retry(await taken(queue), 0, 'failed', '');
    await redis.del('handoff:p-1');
    expect((await taken(queue)).body).toContain('Cart 1.5');
  });
});

describe('a lease', () => {
  test('is taken back when nobody renews it, and the one before decides nothing any more', async () => {
    const quick = newQueue(redis, { leaseSeconds: 0.1 });
    await publishHandoff(redis, message('h-1'));
    const first = await taken(quick);
    expect(await quick.reap()).toEqual({ back: 0, aside: 0 });
    await pause(120);
    expect(await quick.reap()).toEqual({ back: 1, aside: 0 });
    await pause(30);
    const second = await taken(quick);
    expect([second.attempt, Number(second.token) > Number(first.token)]).toEqual([2, true]);
    const outgoing = [{ message: message('r-1', { from: ROLE, to: 'project-manager' }) }];
    expect(await quick.renew([first, second])).toEqual([false, true]);
    expect(await quick.finish(first, 'd', {}, outgoing)).toBe('lost');
    expect(await quick.bury(first, 'x', '')).toBe('lost');
    expect(await quick.retry(first, 0, 'x', '')).toBe('lost');
    expect(await quick.release([first])).toBe(0);
    expect(await redis.exists(queueKey({ role: 'project-manager' }))).toBe(0);
    expect(await quick.finish(second, 'd', {}, outgoing)).toBe('done');
    expect(await redis.zrangebyscore(queueKey({ role: 'project-manager' }), '-inf', '+inf')).toEqual(['r-1']);
  });

  test('that is renewed is kept', async () => {
    const quick = newQueue(redis, { leaseSeconds: 0.1 });
    await publishHandoff(redis, message('h-1'));
    const first = await taken(quick);
    for (let i = 0; i < 5; i++) {
      await pause(50);
      expect(await quick.renew([first])).toEqual([true]);
      expect(await quick.reap()).toEqual({ back: 0, aside: 0 });
    }
  });

  test('that expires too often puts the handoff aside', async () => {
    const quick = newQueue(redis, { leaseSeconds: 0.02, firstWaitSeconds: 0.001, longestWaitSeconds: 0.001 });
    await publishHandoff(redis, message('h-1'));
    for (let i = 0; i < 3; i++) {
      await taken(quick);
      await pause(30);
      await quick.reap();
      await pause(5);
    }
    expect(await deadLetters(quick, 10)).toMatchObject([{ id: 'h-1', reason: 'lease-expired', attempts: 3, replayable: true }]);
  });

  test('that is given back does not count as an attempt', async () => {
    await publishHandoff(redis, message('h-1'));
    expect(await queue.release([await taken(queue)])).toBe(1);
    expect((await taken(queue)).attempt).toBe(1);
  });
});

describe('an outcome', () => {
  test('is told once, also when its acknowledgement is sent again because the answer was lost', async () => {
    await redis.lpush(queueKey({ role: 'project-manager' }), 'earlier');
    await publishHandoff(redis, message('h-1'));
    const held = await taken(queue);
    const outgoing = [{ message: message('r-1', { from: ROLE, to: 'project-manager' }) }];
    expect([await queue.finish(held, 'd', { ok: 1 }, outgoing), await queue.finish(held, 'd', { ok: 1 }, outgoing)]).toEqual([
      'done',
      'already',
    ]);
    expect(await redis.llen(queueKey({ role: 'project-manager' }))).toBe(2);
    expect(await queue.done('h-1')).toMatchObject({ digest: 'd', outcome: '{"ok":1}' });
  });

  test('that cannot be published leaves everything as it was', async () => {
    await redis.set(queueKey({ role: 'security' }), 'no queue');
    await publishHandoff(redis, message('h-1'));
    const held = await taken(queue);
    const to = (role: string) => ({ message: message(`r-${role}`, { from: ROLE, to: role }) });
    expect(await queue.finish(held, 'd', {}, [to('project-manager'), to('security')])).toBe('wrong-type handoff:queue:security');
    expect(await redis.exists(queueKey({ role: 'project-manager' }), 'handoff:r-project-manager')).toBe(0);
    expect(await queue.renew([held])).toEqual([true]);
  });

  test('makes a list where that is asked for, and keeps to what a queue is already', async () => {
    for (const id of ['h-1', 'h-2']) await publishHandoff(redis, message(id));
    for (const id of ['r-1', 'r-2']) {
      await queue.finish(await taken(queue), 'd', {}, [
        { message: message(id, { from: ROLE, to: 'docs' }), style: id === 'r-1' ? 'list' : 'sorted' },
      ]);
    }
    expect((await redis.lrange(queueKey({ role: 'docs' }), 0, -1)).map((text) => JSON.parse(text).metadata.handoff_id)).toEqual([
      'r-2',
      'r-1',
    ]);
  });
});

describe('publishing', () => {
  test('twice queues once, also after it was taken and done', async () => {
    const sent = message('h-1');
    expect([await publishHandoff(redis, sent), await publishHandoff(redis, sent)]).toEqual(['published', 'already']);
    await queue.finish(await taken(queue), 'd', {}, []);
    expect(await publishHandoff(redis, sent)).toBe('already');
    expect(await empty()).toBe(true);
  });

  test('with the id of another handoff is refused', async () => {
    await publishHandoff(redis, message('h-1'));
    await expect(publishHandoff(redis, message('h-1', { summary: 'Something else altogether' }))).rejects.toThrow(
      'the id of another handoff',
    );
  });

  test('for a project goes to its queue and to no other', async () => {
    await publishHandoff(redis, message('h-1'), { project: 'shop' });
    expect(await redis.zcard('handoff:project:shop:queue:devops')).toBe(1);
    expect(await empty()).toBe(true);
  });
});

describe('dead letters', () => {
  test('are listed with their reason, and replayed with all attempts', async () => {
    await publishHandoff(redis, message('h-1'));
    await queue.bury(await taken(queue), 'failed', 'the registry said no');
    expect(await deadLetters(queue, 10)).toMatchObject([{ id: 'h-1', reason: 'failed', detail: 'the registry said no', replayable: true }]);
    expect(await queue.replay(['h-1', 'h-2'])).toEqual(
      new Map([
        ['h-1', 'replayed'],
        ['h-2', 'unknown'],
      ]),
    );
    expect((await taken(queue)).attempt).toBe(1);
  });

  test('whose body was cut off cannot be replayed', async () => {
    await redis.set('handoff:x-1', 'x'.repeat(2 ** 20 + 1));
    await redis.zadd(KEY, 4, 'x-1');
    await queue.bury(await taken(queue), 'oversize', '');
    expect(await queue.replay(['x-1'])).toEqual(new Map([['x-1', 'cut off']]));
  });

  test('without a body come alive when the sender sends again with one', async () => {
    await redis.zadd(KEY, 4, 'x-1');
    await queue.bury(await taken(queue), 'no-body', '');
    await peerQueues(redis, 'x-1', peerMessage('x-1'));
    expect(await taken(queue)).toMatchObject({ id: 'x-1', attempt: 1, problem: '' });
    expect(await deadLetters(queue, 10)).toEqual([]);
  });
});

test('status counts what waits and says how old the oldest is, whatever its priority', async () => {
  await peerQueues(redis, 'young', peerMessage('young'), 'critical');
  await redis.zadd(KEY, 4 + ((Date.now() - 90_000) * 1e6) / 1e18, 'old');
  const { waiting, leased, oldestSeconds, type } = await queueStatus(queue);
  expect([waiting, leased, type]).toEqual([2, 0, 'zset']);
  expect(oldestSeconds).toBeGreaterThan(88);
  expect(oldestSeconds).toBeLessThan(100);
});

test('the turn of a group goes in the order of the queue, and ends with the lease', async () => {
  const quick = newQueue(redis, { leaseSeconds: 0.1 });
  for (const id of ['a', 'b']) await publishHandoff(redis, message(id));
  const [a, b] = [await taken(quick), await taken(quick)];
  expect([await quick.turn(a, 'production'), await quick.turn(b, 'production'), await quick.turn(b, 'staging')]).toEqual([
    'turn',
    'wait',
    'turn',
  ]);
  expect(await quick.turn(b, 'production')).toBe('wait');
  await pause(60);
  await quick.renew([b]);
  await pause(60);
  await quick.reap();
  expect([await quick.turn(a, 'production'), await quick.turn(b, 'production')]).toEqual(['lost', 'turn']);
});
