import { table } from '../../lib/cli/report/table';
import { exponent } from './growth';
import { best, measured } from './in-process';
import type { Measurement } from './measure';

const SIZES = [100, 500, 1000, 2000] as const;

/** One App takes minutes, and is measured once. */
const REPEATS = { holdfast: 5, oneApp: 1 } as const;

const measure = (way: keyof typeof REPEATS, services: number) =>
  best(REPEATS[way], () => measured<Measurement>('test/bench/measure.ts', way, services));

/** Time, memory and growth of synthesis, beside one cdk8s App with a chart a service. */
export function synthesis(): string {
  const results = SIZES.map((services) => {
    process.stderr.write(`measuring ${services} services ...\n`);
    return { services, ours: measure('holdfast', services), oneApp: measure('oneApp', services) };
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
  const large = results.filter(({ services }) => services >= 500);
  const growth = (pick: (result: (typeof results)[number]) => number) =>
    exponent(large.map((result) => ({ x: result.services, y: pick(result) }))).toFixed(2);
  return `${table(head, rows, [0, 1, 2, 3, 4, 5, 6, 7])}
best of ${REPEATS.holdfast} runs; one App: ${REPEATS.oneApp} run

growth exponent from 500 to 2,000 services: ${growth((r) => r.ours.seconds)}, one App ${growth((r) => r.oneApp.seconds)}`;
}
