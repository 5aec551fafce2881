import { loadPlatform } from '../../../entry-point';
import { UsageError } from '../../../spec';
import { ask, canAsk, Deployment, requireTerraform, type SelectionOptions, stacksToDeploy } from '../../deploy';
import { printed } from './audience';
import { runStacks } from './run-stacks';

/** What `holdfast deploy` is told. */
export interface DeployOptions extends SelectionOptions {
  readonly planOnly?: boolean;
  readonly expectUnchanged?: boolean;
  readonly yes?: boolean;
  readonly parallelism: number;
}

/** Synthesizes, then plans and applies stacks in the order of what they depend on. */
export async function deploy({ planOnly = false, expectUnchanged, yes, parallelism, ...selection }: DeployOptions): Promise<void> {
  if (!planOnly && !yes && !canAsk())
    throw new UsageError('nobody can be asked, since stdin is no terminal: --yes applies without asking, --plan-only applies nothing');
  if (expectUnchanged && !planOnly) throw new UsageError('--expect-unchanged goes with --plan-only');
  requireTerraform();
  const loaded = await loadPlatform();
  const approves = async (stacks: readonly string[]) =>
    yes === true ||
    (await ask(`\nApply ${stacks.length === 1 ? `${stacks[0]}` : `these ${stacks.length} stacks`}? Only "yes" does: `)) === 'yes';
  const outcomes = await runStacks(loaded, stacksToDeploy(loaded.platform, selection), (waves, interruption) =>
    new Deployment({ planOnly, parallelism, interruption, audience: printed(approves) }).deploy(waves),
  );
  const changing = [...outcomes].flatMap(([stack, { kind }]) => (kind === 'planned' || kind === 'waiting' ? [stack] : []));
  if (expectUnchanged && changing.length > 0) {
    process.stderr.write(`${changing.join(', ')}: what runs is not what the platform file says; apply it, or bring it up to what runs\n`);
    process.exitCode = 1;
  }
}
