import { type Platform, type StackPlan, stackPlan } from '../../model';
import { nearest, UsageError } from '../../spec';

/** Which stacks a command is about; without any of it, all. */
export interface SelectionOptions {
  readonly environment?: string;
  readonly region?: string;
  /** Names; they exclude the other two. */
  readonly stack?: readonly string[];
}

/**
 * Stacks to deploy, in order: those that are named, or those of an environment, a region, or both. An environment comes with
 * what its account has once, so that the first deployment needs no other command.
 */
export function stacksToDeploy(platform: Platform, options: SelectionOptions): readonly StackPlan[] {
  const plans = stackPlan(platform);
  if (options.stack !== undefined) return named(plans, options.stack);
  const account = accountOf(platform, options.environment);
  return within(
    plans.filter((plan) => account === undefined || plan.environment === options.environment || isOfAccount(plan, account)),
    plans,
    options,
  );
}

/**
 * Stacks to destroy, in the order in which they would be deployed. What an account has once, the state above all, goes only
 * when it is named.
 *
 * @throws UsageError where a stack would go before others that read it
 */
export function stacksToDestroy(platform: Platform, options: SelectionOptions): readonly StackPlan[] {
  const plans = stackPlan(platform);
  accountOf(platform, options.environment);
  const selected =
    options.stack !== undefined
      ? named(plans, options.stack)
      : within(
          plans.filter(({ environment }) => environment !== undefined && environment === options.environment),
          plans,
          options,
        );
  const names = new Set(selected.map(({ name }) => name));
  const left = plans.filter(({ name, dependsOn }) => !names.has(name) && dependsOn.some((other) => names.has(other)));
  if (left.length > 0) {
    const reading = left.map(({ name, dependsOn }) => `${name} reads ${dependsOn.filter((other) => names.has(other)).join(' and ')}`);
    throw new UsageError(`these stacks cannot do without what would be destroyed; name them as well:\n  ${reading.join('\n  ')}`);
  }
  return selected;
}

/** An environment's account; undefined where no environment is named. */
function accountOf({ spec }: Platform, environment: string | undefined): string | undefined {
  if (environment === undefined) return undefined;
  const found = spec.environments[environment];
  if (found) return found.account;
  throw unknown('--environment', 'environment', environment, Object.keys(spec.environments));
}

const isOfAccount = (plan: StackPlan, account: string) => plan.environment === undefined && plan.account === account;

function within(plans: readonly StackPlan[], all: readonly StackPlan[], { environment, region }: SelectionOptions): readonly StackPlan[] {
  if (region === undefined) return plans;
  const found = plans.filter((plan) => plan.region === region);
  if (found.length > 0) return found;
  const regions = [...new Set((plans.length > 0 ? plans : all).map((plan) => plan.region))];
  if (environment === undefined) throw unknown('--region', 'region', region, regions);
  throw new UsageError(`--region: ${environment} does not run in ${region}; it runs in ${regions.join(' and ')}`);
}

function named(plans: readonly StackPlan[], names: readonly string[]): readonly StackPlan[] {
  const all = plans.map(({ name }) => name);
  for (const name of names) if (!all.includes(name)) throw unknown('--stack', 'stack', name, all);
  return plans.filter(({ name }) => names.includes(name));
}

function unknown(option: string, what: string, name: string, all: readonly string[]): UsageError {
  const meant = nearest(name, all);
  return new UsageError(`${option}: no ${what} is called ${name}; ${meant ? `did you mean ${meant}?` : `there are ${all.join(', ')}`}`);
}
