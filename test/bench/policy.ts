import { table } from '../../lib/cli/report/table';
import { exponent } from './growth';
import { best, measured } from './in-process';
import type { PolicyMeasurement } from './measure-policy';

const SIZES = [2500, 5000, 10_000, 20_000] as const;
const REPEATS = 3;

const STAGES = {
  rules: 'rules',
  credentials: 'search for credentials',
  read: 'read from files',
  places: 'rules and places, a finding in every pod',
} as const;
type Stage = keyof typeof STAGES;

/** Time, memory and growth of checking manifests: what the rules take, in memory, and what reading adds. */
export function policy(): string {
  const results = SIZES.map((objects) => {
    process.stderr.write(`measuring ${objects} objects ...\n`);
    return best(REPEATS, () => measured<PolicyMeasurement>('test/bench/measure-policy.ts', objects));
  });
  const stages = Object.keys(STAGES) as Stage[];
  const rows = results.map(({ objects, mebibytes, peakMebibytes, ...times }) => [
    String(objects),
    mebibytes.toFixed(1),
    ...stages.map((stage) => times[stage].toFixed(2)),
    String(Math.round(objects / times.seconds)),
    String(peakMebibytes),
  ]);
  const head = ['objects', 'MiB', ...stages.map((stage) => `${STAGES[stage]}: s`), 'objects/s', 'peak MiB'];
  const growth = (stage: Stage) => exponent(results.map((result) => ({ x: result.objects, y: result[stage] }))).toFixed(2);
  return `${table(head, rows, [...head.keys()])}
best of ${REPEATS} runs, each in one process; objects/s: read, searched and checked

growth exponent: ${stages.map((stage) => `${STAGES[stage]} ${growth(stage)}`).join(', ')}`;
}
