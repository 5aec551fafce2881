import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';

/** Messages of one measurement. */
const MESSAGES = 2_000;
const WAYS = ['worker', 'plain'] as const;
const WORKERS = [1, 2, 4] as const;
const SYNCS = ['always', 'everysec'] as const;

/** Throughput of a full queue and latency of single handoffs, for the worker and for a consumer that only pops. */
export function handoff(): string {
  const lines = SYNCS.flatMap((sync) =>
    WORKERS.flatMap((count) =>
      WAYS.map((way) => {
        const args = ['--require', 'tsx/cjs', path.join(__dirname, 'handoff-measure.ts'), way, String(count), sync, String(MESSAGES)];
        const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
        if (status !== 0) throw new Error(stderr);
        const { perSecond, p50, p99 } = JSON.parse(stdout) as Record<string, number>;
        return [
          sync.padEnd(10),
          way.padEnd(8),
          String(count).padStart(7),
          ...[perSecond, p50, p99].map((value) => String(value).padStart(10)),
        ].join('');
      }),
    ),
  );
  const head = ['sync'.padEnd(10), 'consumer', 'workers', ...['handoffs/s', 'p50 ms', 'p99 ms'].map((name) => name.padStart(10))].join('');
  return [head, ...lines].join('\n');
}

export type ConsumerWay = (typeof WAYS)[number];
export const startBenchConsumer = (way: string, port: number) =>
  spawn(process.execPath, ['--require', 'tsx/cjs', path.join(__dirname, 'handoff-consumer.ts'), way, String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
