// One consumer in a process of its own, that does nothing with what it takes: handoff-consumer.ts worker|plain PORT
import { Redis } from 'ioredis';
import { composeHandoff, DEFAULT_SETTINGS, HandoffQueue, Worker } from '../../lib/handoff';

const [how, port] = process.argv.slice(2);
const connect = () => new Redis({ host: '127.0.0.1', port: Number(port), maxRetriesPerRequest: null });
const answer = (id: string) =>
  composeHandoff({ project: 'bench', from: 'bench', to: 'bench-results', id: `${id}.result`, summary: 'The answer of a benchmark' });

/** Pops, reads, answers: what a consumer costs that keeps nothing. */
async function plain(): Promise<void> {
  const redis = connect();
  for (;;) {
    const [id] = await redis.zpopmin('handoff:queue:bench');
    if (id === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      continue;
    }
    await redis.get(`handoff:${id}`);
    const message = answer(id);
    await redis.set(`handoff:${id}.result`, JSON.stringify(message), 'EX', 86_400);
    await redis.lpush('handoff:queue:bench-results', JSON.stringify({ id, at: Date.now() }));
  }
}

function worker(): void {
  new Worker({
    queue: new HandoffQueue(connect(), { role: 'bench' }, DEFAULT_SETTINGS),
    heartbeat: connect(),
    name: `bench-${process.pid}`,
    pollMs: 5,
    concurrency: 4,
    handler: async ({ id }) => ({ kind: 'done', result: { at: Date.now() }, publish: [{ message: answer(id), style: 'list' }] }),
  }).start();
}

if (how === 'plain') for (let i = 0; i < 4; i++) void plain();
else worker();
