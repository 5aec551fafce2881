import type { PlacedService, Platform } from '../platform';
import { approve, confirm, detect, fence, verify } from './decision';
import { scale, switchTraffic } from './durations';
import { measured } from './measured';
import { neededBy } from './needs';
import type { FailoverPlan } from './plan';
import { promotionBy } from './promote';
import { restoreStep } from './restore';
import type { FailoverStep } from './step';

/** How long a service is away when its region is lost, in seconds. */
export interface RecoveryPath {
  readonly environment: string;
  readonly service: string;
  readonly tier: string;
  readonly targetSeconds: number;
  readonly typicalSeconds: number;
  readonly worstSeconds: number;
  /** Every step that counts for it, in order; of steps that run side by side the longest is on the path. */
  readonly steps: readonly FailoverStep[];
  /** Those of the steps that add up to the worst case. */
  readonly critical: readonly FailoverStep[];
}

/** The critical path of each service of an environment that serves requests, sorted by name. */
export const recoveryPaths = (platform: Platform, plan: FailoverPlan): readonly RecoveryPath[] =>
  plan.primary.services.filter(({ workload }) => workload.scaling !== undefined).map((service) => pathOf(platform, plan, service));

function pathOf(platform: Platform, plan: FailoverPlan, { workload: { name }, tier }: PlacedService): RecoveryPath {
  const { spec } = platform;
  const { settings, recovery, primary } = plan;
  const needed = neededBy(platform, recovery, name);
  const own = (step: FailoverStep) => measured(step, spec);
  const used = new Set(needed.flatMap((service) => spec.services[service.workload.name]?.databases ?? []));
  const before = [detect(settings), confirm(settings), ...(plan.approval.by === 'person' ? [approve(settings)] : []), fence(settings)].map(
    own,
  );
  const beside = [
    ...[...used].sort().map((name) => comesBack(platform, plan, name)),
    ...needed.flatMap((service) => scale(service, recovery, primary) ?? []),
    switchTraffic(spec),
  ].map(own);
  const after = [own(verify(settings))];
  const slowest = beside.reduce((longest, step) => (step.worstSeconds > longest.worstSeconds ? step : longest));
  const sum = (steps: readonly FailoverStep[], of: (step: FailoverStep) => number) => steps.reduce((total, step) => total + of(step), 0);
  const alone = [...before, ...after];
  return {
    environment: plan.environment,
    service: name,
    tier,
    targetSeconds: spec.tiers[tier]?.rto.seconds ?? 0,
    typicalSeconds: sum(alone, ({ typicalSeconds }) => typicalSeconds) + Math.max(...beside.map(({ typicalSeconds }) => typicalSeconds)),
    worstSeconds: sum(alone, ({ worstSeconds }) => worstSeconds) + slowest.worstSeconds,
    steps: [...before, ...beside, ...after],
    critical: [...before, slowest, ...after],
  };
}

/** A database that can be written to again: its copy in the recovery region is promoted, or a person restores it. */
function comesBack(platform: Platform, { settings, promotions, primary }: FailoverPlan, name: string): FailoverStep {
  const promoted = promotions.find((database) => database.name === name);
  return promoted && promoted.replication.value !== 'none'
    ? { ...promotionBy(promoted.replication.value, platform.spec, settings, promoted.product), subject: name }
    : restoreStep(platform, primary, name);
}
