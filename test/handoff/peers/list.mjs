// A peer that knows LPUSH and BRPOP: list.mjs ADDRESS send ID ROLE [wrapped] | receive ROLE
import { handoff } from './message.mjs';
import { connect } from './resp.mjs';

const [address, doing, ...rest] = process.argv.slice(2);
const redis = await connect(address);
if (doing === 'send') {
  const [id, role, wrapped] = rest;
  const message = handoff(id, 'tester', role, 'A message of a peer with a list');
  const body = wrapped ? { handoff_id: id, priority: 'high', payload: message } : message;
  await redis.command('LPUSH', `handoff:queue:${role}`, JSON.stringify(body));
} else {
  const [, text] = (await redis.command('BRPOP', `handoff:queue:${rest[0]}`, 5)) ?? [];
  process.stdout.write(text ?? '');
}
redis.close();
