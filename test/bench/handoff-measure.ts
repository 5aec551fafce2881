// handoff-measure.ts worker|plain WORKERS always|everysec MESSAGES: one measurement, as JSON.
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { composeHandoff, publishHandoff, queueKey } from '../../lib/handoff';
import { TestRedis } from '../handoff/redis-server';
import { startBenchConsumer } from './handoff';

const RESULTS = queueKey({ role: 'bench-results' });
/** Handoffs whose way is timed one by one. */
const SINGLE = 200;

const message = (id: string) => composeHandoff({ project: 'bench', from: 'tester', to: 'bench', id, summary: 'A handoff of a benchmark' });

async function answered(redis: Redis, count: number): Promise<void> {
  while ((await redis.llen(RESULTS)) < count) await pause(2);
}

async function main(): Promise<void> {
  const [way = 'worker', workers = '1', sync = 'always', messages = '4000'] = process.argv.slice(2);
  const server = await TestRedis.start({ sync: sync === 'always' ? 'always' : 'everysec' });
  const redis = server.connect();
  const consumers = Array.from({ length: Number(workers) }, () => startBenchConsumer(way, server.port));
  try {
    await publishHandoff(redis, message('warm'));
    await answered(redis, 1);
    await pause(500);
    const waits: number[] = [];
    for (let i = 0; i < SINGLE; i++) {
      const started = performance.now();
      await publishHandoff(redis, message(`single-${i}`));
      await answered(redis, 2 + i);
      waits.push(performance.now() - started);
    }
    const before = await redis.llen(RESULTS);
    const started = performance.now();
    await Promise.all(Array.from({ length: Number(messages) }, (_, i) => publishHandoff(redis, message(`bulk-${i}`))));
    await answered(redis, before + Number(messages));
    const seconds = (performance.now() - started) / 1_000;
    waits.sort((a, b) => a - b);
    const at = (share: number) => Number((waits[Math.floor(share * (waits.length - 1))] ?? 0).toFixed(1));
    process.stdout.write(JSON.stringify({ perSecond: Math.round(Number(messages) / seconds), p50: at(0.5), p99: at(0.99) }));
  } finally {
    for (const consumer of consumers) consumer.kill('SIGKILL');
    await server.stop();
  }
}

void main();
