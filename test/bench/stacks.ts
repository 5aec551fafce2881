import { table } from '../../lib/cli/report/table';
import { exponent } from './growth';
import { best, measured } from './in-process';
import type { StackMeasurement } from './measure-stacks';

const SIZES = [1, 10, 50] as const;
const REPEATS = 3;

/** Time, memory and growth of the Terraform JSON of several platforms, each like the reference platform. */
export function stacks(): string {
  const results = SIZES.map((platforms) => {
    process.stderr.write(`measuring the stacks of ${platforms} platforms ...\n`);
    return best(REPEATS, () => measured<StackMeasurement>('test/bench/measure-stacks.ts', platforms));
  });
  const rows = results.map(({ platforms, stacks: count, resources, mebibytes, seconds, peakMebibytes }) => [
    String(platforms),
    String(count),
    String(resources),
    mebibytes.toFixed(1),
    seconds.toFixed(2),
    String(Math.round(resources / seconds)),
    String(peakMebibytes),
  ]);
  const head = ['platforms', 'stacks', 'resources', 'MiB', 'seconds', 'resources/s', 'peak MiB'];
  return `${table(head, rows, [...head.keys()])}
best of ${REPEATS} runs, each in one process

growth exponent: ${exponent(results.map(({ platforms, seconds }) => ({ x: platforms, y: seconds }))).toFixed(2)}`;
}
