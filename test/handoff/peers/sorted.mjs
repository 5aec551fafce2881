// A peer that knows ZADD and SET, ZPOPMIN and GET: sorted.mjs ADDRESS send ID ROLE [wrapped] | receive ROLE
import { handoff } from './message.mjs';
import { connect } from './resp.mjs';

const [address, doing, ...rest] = process.argv.slice(2);
const redis = await connect(address);
if (doing === 'send') {
  const [id, role, wrapped] = rest;
  const message = handoff(id, 'tester', role, 'A message of a peer with a sorted set');
  const queue = `handoff:queue:${role}`;
  const body = wrapped ? { handoff_id: id, queue, timestamp: message.created_at, priority: 'high', payload: message } : message;
  await redis.command('ZADD', queue, 2 + (Date.now() * 1e6) / 1e18, id);
  await redis.command('SET', `handoff:${id}`, JSON.stringify(body), 'EX', 86400);
} else {
  const [role] = rest;
  for (let tries = 0; tries < 200; tries++) {
    const [id] = await redis.command('ZPOPMIN', `handoff:queue:${role}`);
    if (id !== undefined) {
      process.stdout.write(await redis.command('GET', `handoff:${id}`));
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
redis.close();
