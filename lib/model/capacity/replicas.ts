import { type Derived, derived, figure } from '../derived';

/** What decides how many replicas a service runs in a cluster. */
export interface Demand {
  /** Requests a second at the peak. */
  readonly throughput: Derived<number>;
  /** Requests a second that one replica sustains at full CPU; undefined when nobody measured it. */
  readonly requestsPerReplica?: number;
  /** Fraction at which replicas run under the declared load. */
  readonly targetUtilization: number;
  /** Fraction that the remaining replicas may reach right after a zone is lost. */
  readonly zoneLossUtilization: number;
  readonly zones: number;
  /** The fewest that the tier allows. */
  readonly minimum: number;
  /** How many times the floor the autoscaler may run. */
  readonly burst: number;
}

/** Replicas of a service in one cluster. */
export interface Scaling {
  /** What the autoscaler never goes below. */
  readonly floor: Derived<number>;
  /** What the autoscaler never goes above. */
  readonly ceiling: Derived<number>;
  /** What a region must run to carry the whole load; in a standby region a failover raises the floor to it. */
  readonly full: Derived<number>;
  /** The fewest that the tier allows (rule K21). */
  readonly minimum: number;
  /** Percent of the requested CPU that the autoscaler holds. */
  readonly targetCpuPercent: number;
}

const STATIC_STABILITY =
  'static stability: capacity for the loss of a zone runs before the loss (AWS, Static stability using Availability Zones)';

/** Replicas that carry the load at the target utilisation, and still carry it after a zone is lost. */
export function replicasForLoad(demand: Demand): Derived<number> {
  const { throughput, requestsPerReplica, zones, minimum } = demand;
  if (throughput.value === 0 || requestsPerReplica === undefined) {
    const reason = throughput.value === 0 ? 'no load is declared, here or at a caller' : 'no requestsPerReplica is declared';
    return derived(
      minimum,
      'the fewest that the tier allows',
      { minimum: String(minimum), because: reason },
      'rule K21',
      `the tier's minimum: ${reason}`,
    );
  }
  const steady = ceil(throughput.value / (requestsPerReplica * demand.targetUtilization));
  const survivors = ceil(throughput.value / (requestsPerReplica * demand.zoneLossUtilization));
  // Pods spread evenly over zones (skew of one), so the largest zone takes ceil(n / z) with it and floor(n (z - 1) / z) stay.
  const zoneLoss = zones > 1 ? ceil((survivors * zones) / (zones - 1)) : survivors;
  const withZoneLoss = Math.max(steady, zoneLoss);
  const rate = `${figure(throughput.value)}/s at ${figure(requestsPerReplica)}/s x ${figure(demand.targetUtilization * 100)}% needs ${steady}`;
  const inShort =
    withZoneLoss < minimum
      ? `${rate}; the tier's minimum is ${minimum}`
      : zones > 1
        ? `${rate}; ${withZoneLoss} leave ${withZoneLoss - Math.ceil(withZoneLoss / zones)} when a zone is lost (${survivors} must)`
        : rate;
  return derived(
    Math.max(minimum, withZoneLoss),
    'n = max(minimum, ceil(X / (r u)), ceil(ceil(X / (r w)) z / (z - 1)))',
    {
      X: `${figure(throughput.value)} requests/s`,
      r: `${figure(requestsPerReplica)} requests/s a replica`,
      u: `${figure(demand.targetUtilization * 100)}% target utilisation`,
      w: `${figure(demand.zoneLossUtilization * 100)}% after a zone loss`,
      z: `${zones} zones`,
      minimum: String(minimum),
      'steady state': String(steady),
      'survivors needed': String(survivors),
    },
    STATIC_STABILITY,
    inShort,
  );
}

/** Floor and ceiling in a region that serves: the floor carries the declared load, and the loss of a zone, unaided. */
export function servingScaling(demand: Demand): Scaling {
  const full = replicasForLoad(demand);
  return {
    floor: full,
    full,
    ceiling: ceilingOf(full.value, demand.burst),
    minimum: demand.minimum,
    targetCpuPercent: Math.round(demand.targetUtilization * 100),
  };
}

/** Floor and ceiling in the region that stands by: a share runs warm, a failover raises the floor to the full count. */
export function standbyScaling(demand: Demand, standby: number): Scaling {
  const serving = servingScaling(demand);
  const floor = derived(
    Math.max(demand.minimum, ceil(serving.full.value * standby)),
    'floor = max(minimum, ceil(n s))',
    {
      n: `${serving.full.value} replicas for the whole load`,
      s: `${figure(standby * 100)}% standby share of the tier`,
      minimum: String(demand.minimum),
    },
    'standby share of the recovery tier',
    `${figure(standby * 100)}% of ${serving.full.value}`,
  );
  return { ...serving, floor };
}

/** Exactly one replica, declared as such; `minimum` is what its tier would ask for. */
export function singletonScaling(reason: string, minimum = 2): Scaling {
  const one = derived(1, 'one replica', { because: reason }, 'declared as singleton', reason);
  return { floor: one, ceiling: one, full: one, minimum, targetCpuPercent: 100 };
}

/** Replaces derived replicas by declared ones. Rule X13 checks them against the load. */
export function overrideScaling(scaling: Scaling, declared: { min?: number; max?: number }): Scaling {
  const floor =
    declared.min === undefined
      ? scaling.floor
      : derived(declared.min, 'declared', { derived: String(scaling.floor.value) }, 'replicas.min', 'declared');
  const ceiling =
    declared.max === undefined
      ? scaling.ceiling
      : derived(declared.max, 'declared', { derived: String(scaling.ceiling.value) }, 'replicas.max');
  const raised = ceiling.value < floor.value && declared.max === undefined;
  return { ...scaling, floor, ceiling: raised ? ceilingOf(floor.value, 1) : ceiling };
}

const ceilingOf = (full: number, burst: number) =>
  derived(
    Math.max(full, ceil(full * burst)),
    'ceiling = ceil(n b)',
    { n: `${full} replicas for the whole load`, b: `burst factor ${figure(burst)}` },
    'load.burst, default 2',
  );

/** Rounds up, forgiving the last bits of binary fractions: 0.7 x 10 is 7, not 8. */
const ceil = (value: number) => Math.ceil(Math.round(value * 1e9) / 1e9);
