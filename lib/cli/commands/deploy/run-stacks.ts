import path from 'node:path';
import type { LoadedPlatform } from '../../../entry-point';
import { type StackPlan, stackWaves } from '../../../model';
import {
  Interruption,
  type Outcomes,
  oneAtATime,
  StackRun,
  stackFolder,
  Terraform,
  terraformEnvironment,
  terraformFolder,
  writeStacks,
} from '../../deploy';
import { outcomesTable } from '../../report/deployment';

/** A promise or a stack is broken. */
const BROKEN = 1;

type Waves = readonly (readonly StackRun[])[];

/** Synthesizes, runs over the stacks in waves, and shows how each of them ended. */
export async function runStacks(
  loaded: LoadedPlatform,
  plans: readonly StackPlan[],
  run: (waves: Waves, interruption: Interruption) => Promise<Outcomes>,
): Promise<Outcomes> {
  writeStacks(loaded);
  const interruption = new Interruption();
  const alone = oneAtATime();
  const env = terraformEnvironment(terraformFolder());
  const waves = stackWaves(plans).map((wave) =>
    wave.map((plan) => {
      const folder = path.resolve(stackFolder(plan.name));
      return new StackRun({ plan, folder, terraform: new Terraform(folder, env, interruption), alone });
    }),
  );
  const ended = await interruption.during(() => run(waves, interruption));
  // In the order of the stacks, not in that in which they ended.
  const outcomes = new Map(plans.flatMap(({ name }) => [...ended].filter(([stack]) => stack === name)));
  process.stdout.write(`\n${outcomesTable(outcomes)}\n`);
  if ([...outcomes.values()].some(({ kind }) => kind === 'failed' || kind === 'notStarted')) process.exitCode = BROKEN;
  return outcomes;
}
