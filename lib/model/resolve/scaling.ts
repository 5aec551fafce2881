import type { PlatformSpec, ServiceSpec, TierSpec } from '../../spec';
import { overrideScaling, type Scaling, servingScaling, singletonScaling, standbyScaling } from '../capacity/replicas';
import type { Derived } from '../derived';

const DEFAULT_BURST = 2;
/** A recovery time objective up to which a service counts as tier 1, in seconds. */
const STRICT_RTO = 900;

/** The fewest replicas: one that fails, one that is replaced, and one that serves (tier 1); one less for the others. */
export const minimumReplicas = (tier: TierSpec) => (tier.rto.seconds <= STRICT_RTO ? 3 : 2);

/** Share of the full capacity that stands by in the recovery region, when the tier does not say. */
export function standbyShare(tier: TierSpec): number {
  if (tier.standby) return tier.standby.fraction;
  if (tier.rto.seconds <= STRICT_RTO) return 1;
  return tier.rto.seconds <= 3600 ? 0.5 : 0.1;
}

/** Replicas of a service in a region; undefined for a scheduled one. */
export function scalingOf(
  service: ServiceSpec,
  throughput: Derived<number>,
  zones: number,
  role: 'primary' | 'recovery',
  spec: PlatformSpec,
): Scaling | undefined {
  if (service.schedule) return undefined;
  const tier = spec.tiers[service.tier];
  if (!tier) throw new Error(`tier ${service.tier} passed the spec but is not declared`);
  if (service.singleton) return singletonScaling(service.singleton, minimumReplicas(tier));
  const demand = {
    throughput,
    requestsPerReplica: service.load?.requestsPerReplica,
    targetUtilization: spec.capacity.targetUtilization.fraction,
    zoneLossUtilization: spec.capacity.zoneLossUtilization.fraction,
    zones,
    minimum: minimumReplicas(tier),
    burst: service.load?.burst ?? DEFAULT_BURST,
  };
  const scaling = role === 'primary' ? servingScaling(demand) : standbyScaling(demand, standbyShare(tier));
  return overrideScaling(scaling, service.replicas ?? {});
}
