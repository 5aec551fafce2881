import { anyFailback, anyFaults, type DrillResult, randomOf } from '../../../lib/cli/drill';
import { fixturePlatform, referencePlatform } from '../../support/platforms';
import { play, stageOf } from './support';

/** Random fault schedules of a full run; half of them with every kind of database. */
const RUNS = 10_000;
/** Virtual seconds of one of them. */
const LASTING = 2400;
/** One in so many goes on until users have been led back. */
const FAILBACKS = 20;
const FAILBACK_LASTING = 8 * 3600;

/** Plays random fault schedules one after the other, and says with which seeds two regions could write, or a planned return lost something. */
async function soak(runs: number, first: number): Promise<void> {
  const counts = new Map<string, number>();
  const bad: string[] = [];
  for (const [name, platform] of [
    ['reference', referencePlatform()],
    ['every database', fixturePlatform('data.yaml')],
  ] as const) {
    const stage = stageOf(platform);
    for (let seed = first; seed < first + runs / 2; seed++) {
      const ledBack = seed % FAILBACKS === 0;
      const faults = (ledBack ? anyFailback : anyFaults)(randomOf(seed));
      const result = await play(stage, faults, seed, ledBack ? FAILBACK_LASTING : LASTING);
      counts.set(result.ended, (counts.get(result.ended) ?? 0) + 1);
      bad.push(...wrong(result).map((what) => `${name}, seed ${seed}: ${what}`));
    }
  }
  const told = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([ended, count]) => `${ended} ${count}`);
  process.stdout.write(`${runs} random fault schedules, seeds ${first} to ${first + runs / 2 - 1}: ${told.join(', ')}\n`);
  process.stdout.write(`two regions could write, or something was lost: ${bad.length} times\n${bad.map((line) => `  ${line}\n`).join('')}`);
  if (bad.length > 0) process.exitCode = 1;
}

const wrong = ({ twoWritersAt, lostWritesAt, ended, pages }: DrillResult): string[] => [
  ...(lostWritesAt === undefined ? [] : [`the return lost what was written, after ${Math.round(lostWritesAt)} s`]),
  ...(twoWritersAt === undefined ? [] : [`two regions could write after ${Math.round(twoWritersAt)} s`]),
  ...(ended === 'stopped' && pages.length === 0 ? ['stopped without a page'] : []),
];

const [runs = RUNS, first = 1] = process.argv.slice(2).map(Number);
void soak(runs, first);
