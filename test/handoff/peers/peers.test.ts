import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Redis } from 'ioredis';
import { type Handler, publishHandoff } from '../../../lib/handoff';
import { TestRedis } from '../redis-server';
import { message, ROLE, startWorker, stopWorkers, until } from '../support';

const run = promisify(execFile);

let server: TestRedis;
let redis: Redis;
beforeAll(async () => {
  server = await TestRedis.start();
  redis = server.connect();
});
afterAll(() => server.stop());
beforeEach(() => redis.flushall());
afterEach(async () => {
  await stopWorkers();
});

/** Runs a peer; it prints the message that it received. */
const peer = async (style: string, ...args: string[]) =>
  (await run(process.execPath, [path.join(__dirname, `${style}.mjs`), server.address, ...args])).stdout;

const answerOn =
  (style: 'sorted' | 'list'): Handler =>
  async ({ id }) => ({
    kind: 'answered',
    result: {},
    publish: [{ message: message(`${id}.answer`, { from: ROLE, to: 'tester', requirements: ['a < b & "c"'] }), style }],
  });

describe.each(['sorted', 'list'] as const)('a peer with a %s', (style) => {
  test.each([
    ['plain', []],
    ['wrapped', ['wrapped']],
  ])('sends a %s message to our worker, and receives its answer', async (_, more) => {
    const { ended } = startWorker(server, answerOn(style));
    await peer(style, 'send', 'p-1', ROLE, ...more);
    await until(() => ended.some(({ ending }) => ending === 'done'));
    const answer = JSON.parse(await peer(style, 'receive', 'tester'));
    expect(answer).toMatchObject({ metadata: { handoff_id: 'p-1.answer', to_agent: 'tester' }, status: 'pending' });
  });

  test('receives what we publish, with a checksum that it can compute itself', async () => {
    const waiting = style === 'list' ? peer(style, 'receive', 'tester') : undefined;
    await publishHandoff(redis, message('h-1', { from: ROLE, to: 'tester' }), { style });
    const { metadata, content, validation } = JSON.parse((await waiting) ?? (await peer(style, 'receive', 'tester')));
    const sorted = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(sorted)
        : value !== null && typeof value === 'object'
          ? Object.fromEntries(
              Object.entries(value)
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([key, inner]) => [key, sorted(inner)]),
            )
          : value;
    expect(validation.checksum).toBe(
      createHash('sha256')
        .update(JSON.stringify(sorted({ metadata, content })))
        .digest('hex'),
    );
  });

  test('that is one of thirty gets one answer for each message', async () => {
    const running = [startWorker(server, answerOn('list'), { concurrency: 4 }), startWorker(server, answerOn('list'), { concurrency: 4 })];
    const ids = Array.from({ length: 30 }, (_, i) => `p-${i}`);
    await Promise.all(ids.map((id) => peer(style, 'send', id, ROLE)));
    await until(() => running.flatMap(({ ended }) => ended).filter(({ ending }) => ending === 'done').length === ids.length, 20);
    const answers = await redis.lrange('handoff:queue:tester', 0, '-1');
    expect(answers.map((text) => JSON.parse(text).metadata.handoff_id).sort()).toEqual(ids.map((id) => `${id}.answer`).sort());
  });
});

test('a peer that consumes from the same queue gets handoffs of its own, and none of ours', async () => {
  const { ended } = startWorker(server, answerOn('list'));
  const ids = Array.from({ length: 40 }, (_, i) => `h-${i}`);
  const theirs: string[] = [];
  const consuming = (async () => {
    for (;;) {
      const [id] = await redis.zpopmin(`handoff:queue:${ROLE}`);
      if (id !== undefined) theirs.push(id);
      if (theirs.length + ended.length >= ids.length) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  for (const id of ids) await publishHandoff(redis, message(id));
  await consuming;
  expect([...theirs, ...ended.map(({ id }) => id)].sort()).toEqual([...ids].sort());
});
