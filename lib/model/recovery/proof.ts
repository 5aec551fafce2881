import { because } from '../derived';
import type { Platform } from '../platform';
import { type Loss, lossesOf } from './loss';
import { neededBy } from './needs';
import { type RecoveryPath, recoveryPaths } from './path';
import { type FailoverPlan, failoverPlans } from './plan';
import type { FailoverStep } from './step';

/** What a service promises for the loss of its region, and what is proved of it. All times are in seconds. */
export interface RecoveryProof {
  readonly environment: string;
  readonly service: string;
  readonly tier: string;
  readonly rto: {
    readonly targetSeconds: number;
    readonly typicalSeconds: number;
    readonly worstSeconds: number;
    readonly steps: readonly FailoverStep[];
    /** Those that add up to the worst case. */
    readonly critical: readonly FailoverStep[];
  };
  readonly rpo: {
    readonly targetSeconds: number;
    /** Infinite where nothing of a database is kept elsewhere. */
    readonly worstSeconds: number;
    readonly why: string;
    /** Of the databases that it needs, that of which most may be lost; undefined where it needs none. */
    readonly loss?: Loss;
  };
  /** What is left between promise and worst case, in seconds; negative where the promise does not hold. */
  readonly slack: { readonly rtoSeconds: number; readonly rpoSeconds: number };
}

/** A row for each service that serves in an environment with two regions: where there is one, nothing is promised for its loss. */
export const recoveryProofs = (platform: Platform): readonly RecoveryProof[] =>
  failoverPlans(platform).flatMap((plan) => {
    const losses = lossesOf(platform, plan.primary);
    return recoveryPaths(platform, plan).map((path) => proofOf(platform, plan, path, losses));
  });

function proofOf(
  platform: Platform,
  { primary }: FailoverPlan,
  { environment, service, tier, targetSeconds, typicalSeconds, worstSeconds, steps, critical }: RecoveryPath,
  losses: ReadonlyMap<string, Loss>,
): RecoveryProof {
  const { spec } = platform;
  const databases = new Set(neededBy(platform, primary, service).flatMap(({ workload }) => spec.services[workload.name]?.databases ?? []));
  const loss = [...databases]
    .flatMap((name) => losses.get(name) ?? [])
    .reduce<Loss | undefined>((worst, each) => (worst && worst.worst.value >= each.worst.value ? worst : each), undefined);
  const rpoSeconds = spec.tiers[tier]?.rpo.seconds ?? 0;
  const lost = loss?.worst.value ?? 0;
  return {
    environment,
    service,
    tier,
    rto: { targetSeconds, typicalSeconds, worstSeconds, steps, critical },
    rpo: { targetSeconds: rpoSeconds, worstSeconds: lost, why: whyOf(loss), ...(loss ? { loss } : {}) },
    slack: { rtoSeconds: targetSeconds - worstSeconds, rpoSeconds: rpoSeconds - lost },
  };
}

const whyOf = (loss: Loss | undefined) =>
  loss
    ? `${loss.database}: ${because(loss.worst.because)} (${loss.worst.because.source})`
    : 'it keeps nothing, and needs nothing that does';
