import { loadPlatform } from '../../../entry-point';
import { UsageError } from '../../../spec';
import { ask, canAsk, Destruction, destructionTarget, requireTerraform, type SelectionOptions } from '../../deploy';
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
  if (!planOnly && confirm === undefined && !canAsk())
    throw new UsageError('nobody can be asked, since stdin is no terminal: say --confirm ENVIRONMENT, or --plan-only to see what would go');
  const loaded = await loadPlatform();
  const { plans, name } = destructionTarget(loaded.platform, selection);
  if (confirm !== undefined && confirm !== name)
    throw new UsageError(`--confirm: what would be destroyed belongs to ${name}, not to ${confirm}; nothing was done`);
  requireTerraform();
  const approves = async () =>
    confirm !== undefined || (await ask(`\nThis cannot be undone. Type ${name} to destroy all of it: `)) === name;
  await runStacks(loaded, plans, (waves, interruption) =>
    new Destruction({ planOnly, parallelism, interruption, audience: printed(approves) }).destroy(waves),
  );
}
