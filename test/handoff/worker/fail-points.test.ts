import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { composeHandoff, HandoffQueue, POINTS, publishHandoff, queueKey, queueStatus } from '../../../lib/handoff';
import { TestRedis } from '../redis-server';
import { Ledger } from '../soak/ledger';
import { startConsumer } from '../soak/processes';
import { RESULT_ROLE, SOAK_ROLE, SOAK_SETTINGS } from '../soak/settings';
import { until } from '../support';

let server: TestRedis;
let redis: Redis;
let ledger: Ledger;
const children: ChildProcess[] = [];

beforeAll(async () => {
  server = await TestRedis.start({ sync: 'always' });
  redis = server.connect();
});
afterAll(() => server.stop());
beforeEach(async () => {
  await redis.flushall();
  ledger = await Ledger.start();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await ledger.stop();
});

const start = (consumer: 'worker' | 'plain', failAt?: string) => {
  const child = startConsumer(consumer, {
    SOAK_PORT: String(server.port),
    SOAK_LEDGER: ledger.url,
    ...(failAt ? { SOAK_FAIL_AT: failAt } : {}),
  });
  children.push(child);
  return child;
};
const handoff = composeHandoff({ project: 'soak', from: 'tester', to: SOAK_ROLE, id: 'h-1', summary: 'The only handoff of a test' });
const results = () => redis.lrange(queueKey({ role: RESULT_ROLE }), 0, '-1');
const queue = () => new HandoffQueue(redis, { role: SOAK_ROLE }, SOAK_SETTINGS);

test.each(POINTS)('a worker that is killed at "%s" leaves a handoff that is done once, and told once', async (point) => {
  await publishHandoff(redis, handoff);
  expect((await once(start('worker', point), 'exit'))[1]).toBe('SIGKILL');
  // What the dead one has left behind, before anybody else looks at it.
  expect([ledger.counts().get('h-1') ?? 0, (await results()).length]).toEqual(
    { taken: [0, 0], 'before-effect': [0, 0], 'after-effect': [1, 0], 'before-acknowledgement': [1, 0], 'after-acknowledgement': [1, 1] }[
      point
    ],
  );
  start('worker');
  await until(async () => (await queue().done('h-1')) !== undefined && (await queueStatus(queue())).leased === 0, 20);
  expect([ledger.counts().get('h-1'), (await results()).length]).toEqual([1, 1]);
});

test('a consumer that pops loses what it has in its hands when it dies', async () => {
  await publishHandoff(redis, handoff);
  // It waits for the effect for as long as the test needs.
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const child = startConsumer('plain', {
    SOAK_PORT: String(server.port),
    SOAK_LEDGER: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`,
  });
  try {
    await until(async () => (await redis.zcard(queueKey({ role: SOAK_ROLE }))) === 0, 20);
    child.kill('SIGKILL');
    await once(child, 'exit');
    start('plain');
    await pause(1_500);
    expect([ledger.counts().size, await redis.zcard(queueKey({ role: SOAK_ROLE })), await results()]).toEqual([0, 0, []]);
  } finally {
    silent.closeAllConnections();
    silent.close();
  }
});
