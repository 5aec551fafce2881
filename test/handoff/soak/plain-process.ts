// What a consumer looks like that pops a handoff and then works on it: ZPOPMIN, GET, work, publish.
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { effect } from './ledger';
import { RESULT_ROLE, SOAK_ROLE, WORK_MS } from './settings';

const { SOAK_PORT, SOAK_LEDGER = '' } = process.env;
const redis = new Redis({ host: '127.0.0.1', port: Number(SOAK_PORT), maxRetriesPerRequest: null, retryStrategy: () => 50 });
redis.on('error', () => undefined);

async function consume(): Promise<void> {
  for (;;) {
    const [id] = await redis.zpopmin(`handoff:queue:${SOAK_ROLE}`);
    const body = id === undefined ? null : await redis.get(`handoff:${id}`);
    if (id === undefined || body === null) {
      await pause(50);
      continue;
    }
    try {
      const { content } = JSON.parse(body) as { content: { technical_details: { poison?: boolean } } };
      if (content.technical_details.poison === true) throw new Error('this handoff cannot be worked on');
      await pause(Math.random() * WORK_MS);
      await effect(SOAK_LEDGER, id, () => pause(Math.random() * 5));
      await redis.lpush(`handoff:queue:${RESULT_ROLE}`, JSON.stringify({ metadata: { handoff_id: `${id}.result` } }));
    } catch {
      // A consumer that keeps no record can only go on.
    }
  }
}

void Promise.all([consume(), consume()]);
