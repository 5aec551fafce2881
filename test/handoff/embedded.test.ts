import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { LocalRedis } from '../../lib/handoff';
import { ROOT } from '../support/platforms';
import { holdfast } from '../support/run';
import { freePort } from './redis-server';
import { until } from './support';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-embedded-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a worker with a Redis of its own answers a handoff, stops with it, and finds everything again', async () => {
  const [port, health] = [await freePort(), await freePort()];
  writeFileSync(
    path.join(folder, 'kubeconfig'),
    JSON.stringify({
      'current-context': 'c',
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: { server: 'http://127.0.0.1:9' } }],
    }),
  );
  const env = {
    REDIS_ADDR: `127.0.0.1:${port}`,
    KUBECONFIG: path.join(folder, 'kubeconfig'),
    HANDOFF_FOLDER: path.join(folder, 'handoffs'),
  };
  const args = ['lib/cli/holdfast.cjs', 'handoff', 'work', '--embedded', '--data', path.join(folder, 'data'), '--port', String(health)];
  const worker = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: 'ignore' });
  await until(async () => (await fetch(`http://127.0.0.1:${health}/readyz`).catch(() => undefined))?.ok, 30);
  expect(holdfast(['handoff', 'publish', 'test', 'devops', 'A handoff that names no service', '--id', 'h-1'], env).stdout).toBe('h-1\n');
  const redis = new Redis({ port, host: '127.0.0.1' });
  await until(async () => (await redis.zscore('handoff:queue:project-manager', 'h-1.rejected')) !== null, 30);
  redis.disconnect();
  worker.kill('SIGTERM');
  expect(await once(worker, 'exit')).toEqual([0, null]);

  const again = await LocalRedis.start({ folder: path.join(folder, 'data'), port });
  const look = new Redis({ port, host: '127.0.0.1' });
  expect(await look.zcard('handoff:queue:project-manager')).toBe(1);
  look.disconnect();
  await again.stop();
});

test('a port that is taken is one clear line', async () => {
  const port = await freePort();
  const server = await LocalRedis.start({ folder, port });
  const { status, stderr } = holdfast(['handoff', 'work', '--embedded', '--data', path.join(folder, 'other')], {
    REDIS_ADDR: `127.0.0.1:${port}`,
  });
  expect([status, stderr]).toEqual([2, expect.stringContaining(`port ${port} is taken`)]);
  await server.stop();
});
