// npm run bench: time, memory and growth of synthesis, beside one cdk8s App with a chart a service, in the same run.
import { spawnSync } from 'node:child_process';
import { table } from '../../lib/cli/report/table';
import type { Measurement } from './measure';

const SIZES = [100, 500, 1000, 2000] as const;
const WAYS = ['holdfast', 'oneApp'] as const;

/** The best of several: what else the machine does only ever adds. One App takes minutes, and is measured once. */
const REPEATS = { holdfast: 5, oneApp: 1 } as const;

function best(way: (typeof WAYS)[number], services: number): Measurement {
  const all = Array.from({ length: REPEATS[way] }, () => measure(way, services));
  return all.reduce((a, b) => (a.seconds <= b.seconds ? a : b));
}

function measure(way: string, services: number): Measurement {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', 'test/bench/measure.ts', way, String(services)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measurement;
}

const results = SIZES.map((services) => {
  process.stderr.write(`measuring ${services} services ...\n`);
  const [ours, oneApp] = WAYS.map((way) => best(way, services));
  if (!ours || !oneApp) throw new Error('a measurement is missing');
  return { services, ours, oneApp };
});

const rows = results.map(({ services, ours, oneApp }) => [
  String(services),
  String(ours.objects),
  ours.seconds.toFixed(2),
  String(Math.round(ours.objects / ours.seconds)),
  String(ours.peakMebibytes),
  oneApp.seconds.toFixed(2),
  String(oneApp.peakMebibytes),
  `${(oneApp.seconds / ours.seconds).toFixed(1)}x`,
]);
const head = ['services', 'objects', 'seconds', 'objects/s', 'peak MiB', 'one App: seconds', 'peak MiB', 'ratio'];
process.stdout.write(
  `${table(head, rows, [0, 1, 2, 3, 4, 5, 6, 7])}\nbest of ${REPEATS.holdfast} runs; one App: ${REPEATS.oneApp} run\n\n`,
);

/** Slope of log time over log size, by least squares: 1 is linear, 2 is quadratic. */
function exponent(points: readonly { x: number; y: number }[]): number {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const mean = (pick: (point: { x: number; y: number }) => number) => logs.reduce((sum, point) => sum + pick(point), 0) / logs.length;
  const [mx, my] = [mean((p) => p.x), mean((p) => p.y)];
  return logs.reduce((sum, p) => sum + (p.x - mx) * (p.y - my), 0) / logs.reduce((sum, p) => sum + (p.x - mx) ** 2, 0);
}

const large = results.filter(({ services }) => services >= 500);
const growth = (pick: (result: (typeof results)[number]) => number) =>
  exponent(large.map((result) => ({ x: result.services, y: pick(result) }))).toFixed(2);
process.stdout.write(
  `growth exponent from 500 to 2,000 services: ${growth((r) => r.ours.seconds)}, one App ${growth((r) => r.oneApp.seconds)}\n`,
);
