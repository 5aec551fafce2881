// A worker in a process of its own, for tests that kill it.
import { setTimeout as pause } from 'node:timers/promises';
import { composeHandoff, HandoffQueue, Worker, workerConnection } from '../../../lib/handoff';
import { effect } from './ledger';
import { RESULT_ROLE, SOAK_ROLE, SOAK_SETTINGS, WORK_MS } from './settings';

const { SOAK_PORT, SOAK_LEDGER = '', SOAK_FAIL_AT } = process.env;
const options = { host: '127.0.0.1', port: Number(SOAK_PORT) };
const connect = () => workerConnection(options, () => undefined);

const worker = new Worker({
  queue: new HandoffQueue(connect(), { role: SOAK_ROLE }, SOAK_SETTINGS),
  heartbeat: connect(),
  name: `worker-${process.pid}`,
  concurrency: 2,
  pollMs: 50,
  // A process does not outlive its own SIGKILL: nothing after this line runs.
  reached: (point) => void (point === SOAK_FAIL_AT && process.kill(process.pid, 'SIGKILL')),
  handler: async ({ id, handoff }) => {
    if (handoff.content.technical_details.poison === true) throw new Error('this handoff cannot be worked on');
    await pause(Math.random() * WORK_MS);
    await effect(SOAK_LEDGER, id, () => pause(Math.random() * 5));
    const result = composeHandoff({
      project: 'soak',
      from: SOAK_ROLE,
      to: RESULT_ROLE,
      id: `${id}.result`,
      summary: `The result of ${id}, once`,
      details: { of: id },
      status: 'completed',
    });
    return { kind: 'done', result: {}, publish: [{ message: result, style: 'list' }] };
  },
});
worker.start();
process.on('SIGTERM', () => void worker.stop(5).then(() => process.exit(0)));
