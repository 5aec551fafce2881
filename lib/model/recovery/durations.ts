import type { PlatformSpec } from '../../spec';
import { scaleUpSeconds } from '../capacity/scale-up';
import type { ManagedDatabase } from '../databases';
import { PROMOTION } from '../databases/promotion';
import type { Cluster, PlacedService } from '../platform';
import { API_CALL, longestCall } from './attempts';
import { measured } from './measured';
import { ALARM, ANSWERS, WRITER_KNOWN } from './promote';
import { type FailoverStep, stepOf } from './step';

const CALL = longestCall(API_CALL);

/** A new node: an instance that starts and joins. Assumption until a drill has measured its own (failover.measured.scale), in seconds. */
const NODE = { typical: 120, worst: 300 };

/** The longest that each of the steps that run side by side may take before the state machine gives up, in seconds. */
export interface Limits {
  readonly promote: Readonly<Record<string, number>>;
  readonly nodes: number;
  readonly switch: number;
  /** Until the name that says who writes has another answer. */
  readonly writerKnown: number;
}

export const limitsOf = (spec: Pick<PlatformSpec, 'failover'>, promotions: readonly ManagedDatabase[]): Limits => {
  const { measured: own } = spec.failover;
  const promote = promotions.flatMap(({ name, replication }) =>
    replication.value === 'none' ? [] : [[name, own?.promote?.worst.seconds ?? PROMOTION[replication.value].worstSeconds] as const],
  );
  return {
    promote: Object.fromEntries(promote),
    nodes: own?.scale?.worst.seconds ?? NODE.worst,
    switch: measured(switchTraffic(spec), spec).worstSeconds,
    writerKnown: WRITER_KNOWN,
  };
};

/** A pod's image is pulled from the registry of the region. Assumption, in seconds. */
const PULL = { typical: 10, worst: 60 };

/** Until a service of the recovery region carries the whole load; undefined where it does already. */
export function scale(service: PlacedService, recovery: Cluster, primary: Cluster): FailoverStep | undefined {
  const { name, scaling, probes } = service.workload;
  if (!scaling || scaling.floor.value >= scaling.full.value) return undefined;
  const addsNodes = recovery.nodes.min.value < primary.nodes.min.value;
  const ramp = scaleUpSeconds(scaling.floor.value, scaling.full.value);
  const start = probes ? probes.startup.periodSeconds * probes.startup.failureThreshold : 0;
  return {
    ...stepOf(
      'scale',
      [(addsNodes ? NODE.typical : 0) + ramp + PULL.typical + start / 2, (addsNodes ? NODE.worst + CALL : 0) + ramp + PULL.worst + start],
      'new nodes, where the region must grow + the autoscaler from the floor to the whole load + the pull of the image + the start of a pod',
      { 'new nodes': addsNodes ? NODE.worst : 0, autoscaler: ramp, pull: PULL.worst, start },
      `replicas ${scaling.floor.value} to ${scaling.full.value}; assumptions for nodes and pulls; lib/model/capacity/scale-up.ts`,
    ),
    subject: name,
  };
}

/** Aliases to a load balancer are kept for a minute, whatever a record says (Route 53 Developer Guide, alias records). */
const ALIAS_TTL = 60;

/** Until nobody's resolver leads to the old region any more. */
export function switchTraffic({ failover }: Pick<PlatformSpec, 'failover'>): FailoverStep {
  const ttl = Math.max(ALIAS_TTL, failover.dnsTtl.seconds);
  return stepOf(
    'switch',
    [ALARM.typical + ANSWERS.typical + ttl, ALARM.worst + ANSWERS.worst + ttl],
    'alarm + Route 53 + time to live of the answers',
    { alarm: ALARM.worst, 'Route 53': ANSWERS.worst, 'time to live': ttl },
    'Route 53 Developer Guide: alias records, health checks; figures of alarm and change are assumptions',
  );
}
