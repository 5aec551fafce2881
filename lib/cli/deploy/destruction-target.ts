import type { Platform, StackPlan } from '../../model';
import { UsageError } from '../../spec';
import { type SelectionOptions, stacksToDestroy } from './selection';

/** What a run destroys, and the name that somebody must type for it. */
export interface DestructionTarget {
  readonly plans: readonly StackPlan[];
  /** The environment, or the account where stacks belong to none. */
  readonly name: string;
}

/**
 * The stacks that are to go, of one environment that nobody protects.
 *
 * @throws UsageError for more than one environment, and for a protected one: it is lost by a change that somebody reviews, not by a
 * command
 */
export function destructionTarget(platform: Platform, selection: SelectionOptions): DestructionTarget {
  if (selection.environment === undefined && selection.stack === undefined)
    throw new UsageError('say what to destroy: --environment NAME, perhaps with --region NAME, or --stack NAME...');
  const plans = stacksToDestroy(platform, selection);
  const name = ownerOf(plans);
  refuseProtected(platform, plans);
  return { plans, name };
}

function ownerOf(plans: readonly StackPlan[]): string {
  const environments = [...new Set(plans.flatMap(({ environment }) => environment ?? []))];
  const owners = environments.length > 0 ? environments : [...new Set(plans.map(({ account }) => account))];
  const [owner] = owners;
  if (owner === undefined || owners.length > 1)
    throw new UsageError(`one environment at a time: these stacks belong to ${owners.join(' and ')}`);
  return owner;
}

function refuseProtected({ clusters }: Platform, plans: readonly StackPlan[]): void {
  const isConcerned = (environment: string, account: string) =>
    plans.some((plan) => (plan.environment === undefined ? plan.account === account : plan.environment === environment));
  const found = clusters.find(({ protect, environment, account }) => protect && isConcerned(environment, account));
  if (!found) return;
  const { environment } = found;
  throw new UsageError(
    `${environment} is protected, and so is what its account has once. To destroy it, declare environments.${environment}.protect: false in the platform file, run holdfast deploy --environment ${environment} (which takes the deletion protection off), then this again`,
  );
}
