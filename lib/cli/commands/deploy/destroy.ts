import { loadPlatform } from '../../../entry-point';
import type { Platform, StackPlan } from '../../../model';
import { UsageError } from '../../../spec';
import { ask, canAsk, Destruction, requireTerraform, type SelectionOptions, stacksToDestroy } from '../../deploy';
import { printed } from './audience';
import { runStacks } from './run-stacks';

/** What `holdfast destroy` is told. */
export interface DestroyOptions extends SelectionOptions {
  readonly planOnly?: boolean;
  /** Name of the environment, as somebody at a terminal would type it. */
  readonly confirm?: string;
  readonly parallelism: number;
}

/** Destroys stacks of one environment that is not protected, in the opposite order of a deployment. */
export async function destroy({ planOnly = false, confirm, parallelism, ...selection }: DestroyOptions): Promise<void> {
  if (selection.environment === undefined && selection.stack === undefined)
    throw new UsageError('say what to destroy: --environment NAME, perhaps with --region NAME, or --stack NAME...');
  if (!planOnly && confirm === undefined && !canAsk())
    throw new UsageError('nobody can be asked, since stdin is no terminal: say --confirm ENVIRONMENT, or --plan-only to see what would go');
  requireTerraform();
  const loaded = await loadPlatform();
  const plans = stacksToDestroy(loaded.platform, selection);
  const name = ownerOf(plans);
  refuseProtected(loaded.platform, plans);
  if (confirm !== undefined && confirm !== name)
    throw new UsageError(`--confirm: what would be destroyed belongs to ${name}, not to ${confirm}; nothing was done`);
  const approves = async () =>
    confirm !== undefined || (await ask(`\nThis cannot be undone. Type ${name} to destroy all of it: `)) === name;
  await runStacks(loaded, plans, (waves, interruption) =>
    new Destruction({ planOnly, parallelism, interruption, audience: printed(approves) }).destroy(waves),
  );
}

/** The environment that stacks belong to, or the account where they belong to none. */
function ownerOf(plans: readonly StackPlan[]): string {
  const environments = [...new Set(plans.flatMap(({ environment }) => environment ?? []))];
  const owners = environments.length > 0 ? environments : [...new Set(plans.map(({ account }) => account))];
  const [owner] = owners;
  if (owner === undefined || owners.length > 1)
    throw new UsageError(`one environment at a time: these stacks belong to ${owners.join(' and ')}`);
  return owner;
}

/** A protected environment is lost by a change that somebody reviews, not by a command. */
function refuseProtected({ clusters }: Platform, plans: readonly StackPlan[]): void {
  const concerned = clusters.filter(
    ({ protect, environment, account }) =>
      protect && plans.some((plan) => (plan.environment === undefined ? plan.account === account : plan.environment === environment)),
  );
  const [environment] = concerned.map((cluster) => cluster.environment);
  if (environment === undefined) return;
  throw new UsageError(
    `${environment} is protected, and so is what its account has once. To destroy it, declare environments.${environment}.protect: false in the platform file, run holdfast deploy --environment ${environment} (which takes the deletion protection off), then this again`,
  );
}
