import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Redis } from 'ioredis';
import { queueKey } from '../../lib/handoff';
import { freePort, TestRedis } from '../handoff/redis-server';
import { newQueue, peerQueues, taken } from '../handoff/support';
import { ROOT } from '../support/platforms';
import { type Ended, holdfast, node } from '../support/run';

let server: TestRedis;
let redis: Redis;
let folder: string;
beforeAll(async () => {
  server = await TestRedis.start();
  redis = server.connect();
  folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-handoff-'));
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => redis.flushall());

const run = (...args: string[]): Ended => holdfast(['handoff', ...args], { REDIS_ADDR: server.address });
const SUMMARY = 'Cart 1.5 passed every gate';

test('publisher FROM TO SUMMARY CONTEXT publishes one handoff, as peers call it', async () => {
  const { status, stdout, stderr } = node(['lib/cli/publisher.cjs', 'test', 'devops', SUMMARY, 'release of cart'], {
    REDIS_ADDR: server.address,
  });
  expect([status, stderr]).toEqual([0, '']);
  const id = stdout.trim();
  expect(await redis.zrangebyscore(queueKey({ role: 'devops' }), '-inf', '+inf')).toEqual([id]);
  expect(JSON.parse((await redis.get(`handoff:${id}`)) ?? '')).toMatchObject({
    metadata: { from_agent: 'test', to_agent: 'devops', task_context: 'release of cart', handoff_id: id },
    content: { summary: SUMMARY },
  });
});

test('npm links publisher beside holdfast', () => {
  const { status, stderr } = spawnSync('npx', ['publisher', 'test', 'devops', 'short'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, REDIS_ADDR: server.address },
  });
  expect([status, stderr]).toEqual([2, expect.stringContaining('content.summary')]);
});

test('publish with the id of another handoff publishes nothing', () => {
  expect(run('publish', 'test', 'devops', SUMMARY, '--id', 'h-1').stdout).toBe('h-1\n');
  const { status, stderr } = run('publish', 'test', 'devops', 'Something else altogether', '--id', 'h-1');
  expect([status, stderr]).toEqual([2, expect.stringContaining('h-1 is the id of another handoff')]);
});

test('publish with details carries them, and status counts what waits', () => {
  const details = path.join(folder, 'details.json');
  writeFileSync(details, '{"service":"web"}');
  expect(run('publish', 'test', 'devops', SUMMARY, '--id', 'h-1', '--details', details, '--priority', 'urgent').status).toBe(0);
  expect(JSON.parse(run('status', '--json').stdout)).toMatchObject({ queue: 'handoff:queue:devops', waiting: 1, leased: 0, dead: 0 });
  expect(JSON.parse(run('inspect', 'h-1', '--json').stdout)).toMatchObject({
    proof: '1.1',
    handoff: { content: { technical_details: { service: 'web' } } },
  });
});

test('what was put aside is listed, replayed and removed', async () => {
  const queue = newQueue(redis);
  for (const id of ['x-1', 'x-2']) {
    await peerQueues(redis, id, 'no json');
    await queue.bury(await taken(queue), 'not-json', 'no JSON');
  }
  expect(run('dead-letter').stdout).toMatch(/x-1[\s\S]*not-json|not-json[\s\S]*x-1/);
  expect(JSON.parse(run('inspect', 'x-1', '--json').stdout)).toMatchObject({ refused: { reason: 'not-json' }, state: { state: 'dead' } });
  expect(run('replay', 'x-1').stdout).toBe('replayed x-1\n');
  expect(run('dead-letter', '--remove', 'x-2').stdout).toBe('removed x-2\n');
  expect(JSON.parse(run('dead-letter', '--json').stdout)).toEqual([]);
  expect(await redis.exists(queue.own.item('x-2'))).toBe(0);
});

test.each([
  ['a role with capitals', ['publish', 'Test', 'devops', SUMMARY], 'metadata.from_agent'],
  ['a priority that is none', ['publish', 'test', 'devops', SUMMARY, '--priority', 'soon'], '--priority'],
  ['a handoff that is not there', ['inspect', 'nobody'], 'there is no handoff nobody'],
  ['a replay of nothing', ['replay'], 'say which'],
])('%s is bad usage', (_, args, message) => {
  const { status, stderr } = run(...args);
  expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('Redis that is not there is one line, without the password', async () => {
  const { status, stderr } = holdfast(['handoff', 'status'], { REDIS_ADDR: `127.0.0.1:${await freePort()}`, REDIS_PASSWORD: 'hunter2' });
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^cannot reach Redis at redis:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED/)]);
  expect(stderr).not.toContain('hunter2');
});
