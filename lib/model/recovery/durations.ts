import { formatSeconds, type PlatformSpec } from '../../spec';
import { scaleUpSeconds } from '../capacity/scale-up';
import { type ManagedDatabase, PROMOTION } from '../databases';
import type { Cluster, PlacedService } from '../platform';
import { API_CALL, longestCall } from './attempts';
import type { FailoverSettings } from './settings';
import { LOOK_SECONDS, PROBE_SECONDS, WITNESS_TTL } from './settings';
import { type FailoverStep, type FailoverStepName, stepOf } from './step';

/** A call of an AWS API that answers at once, in seconds. Assumption. */
const QUICK_CALL = 1;
const CALL = longestCall(API_CALL);

const MODEL = 'the state machines as they are synthesized: every wait, time-out, attempt and pause';

/** From the first failed request to the start of the failover. */
export function detect({ probes, threshold }: FailoverSettings): FailoverStep {
  const failures = (threshold - 1) * probes.intervalSeconds;
  return stepOf(
    'detect',
    [
      probes.longestGap / 2 + failures + (threshold * PROBE_SECONDS) / 2 + QUICK_CALL,
      probes.longestGap + failures + threshold * PROBE_SECONDS + 2 * CALL,
    ],
    'time to the next probe + (threshold - 1) x interval + threshold x time-out of a probe + reading the lock + the start of the failover',
    { 'time to the next probe': probes.longestGap, interval: probes.intervalSeconds, 'time-out of a probe': PROBE_SECONDS, 'a call': CALL },
    `${MODEL}; EventBridge Scheduler User Guide: a schedule is invoked within a minute`,
  );
}

/**
 * Until others agree that the region is down: what this adds to the slowest detection. After a quicker one it may take longer, until
 * Route 53's checkers know, and both together end sooner.
 */
export function confirm(settings: FailoverSettings): FailoverStep {
  const {
    confirm: { knownAfter, pauseSeconds },
  } = settings;
  const wait = Math.max(0, knownAfter + pauseSeconds - detect(settings).worstSeconds);
  return stepOf(
    'confirm',
    [QUICK_CALL + PROBE_SECONDS, CALL + wait + PROBE_SECONDS],
    'reading the lock + what is left until Route 53 knows + time-out of a probe',
    { 'a call': CALL, 'until Route 53 knows': knownAfter, 'what is left': wait, 'time-out of a probe': PROBE_SECONDS },
    `${MODEL}; Route 53 Developer Guide: interval x threshold of its checkers; time until answers change is an assumption`,
  );
}

/** Until a person has said yes, where a tier asks for one. Typical is an assumption: a page is acknowledged within five minutes. */
export const approve = ({ approvalSeconds }: FailoverSettings): FailoverStep =>
  stepOf(
    'approve',
    [Math.min(300, approvalSeconds), approvalSeconds],
    'time that a person has',
    { 'failover.approvalWithin': approvalSeconds },
    'failover.approvalWithin',
  );

/**
 * Until the old primary can no longer write: it gives its lease back, or the lease lapses. The lease is asked for, looked at half-way
 * and taken over at its end; then users are kept away.
 */
export function fence({ lease, guard }: FailoverSettings): FailoverStep {
  return stepOf(
    'fence',
    [lease.value + 4 * QUICK_CALL, lease.value + 4 * CALL],
    'asking for the lease + until it has lapsed, with a look half-way + taking it over + keeping users away',
    { lease: lease.value, 'looks of the guard, apart at most': guard.longestGap, 'a call': CALL },
    `${MODEL}; ${lease.because.formula}`,
  );
}

/**
 * How a database of the recovery region comes to be written to. A read replica waits for more: its source goes on as it was, so that no pod
 * there may start to write any more, and those that did must have been shut out.
 */
export function promote(
  { failover }: Pick<PlatformSpec, 'failover'>,
  { pollSeconds, lease }: FailoverSettings,
  { name, replication, product }: ManagedDatabase,
): FailoverStep | undefined {
  if (replication.value === 'none') return undefined;
  const { typicalSeconds, worstSeconds, source } = PROMOTION[replication.value];
  const own = failover.measured?.promote;
  const [typical, worst] = own ? [own.typical.seconds, own.worst.seconds] : [typicalSeconds, worstSeconds];
  const look = pollSeconds + LOOK_SECONDS;
  const fenced = replication.value === 'globalDatabase';
  const wait: { readonly typical: number; readonly worst: number; readonly inputs: Readonly<Record<string, number>> } = fenced
    ? { typical: 0, worst: 0, inputs: {} }
    : {
        typical: ALARM.typical + ANSWERS.typical + lease.value,
        worst: WRITER_KNOWN + look + lease.value,
        inputs: { 'the name of the writer has changed': WRITER_KNOWN, lease: lease.value },
      };
  return {
    ...stepOf(
      'promote',
      [wait.typical + typical, wait.worst + worst + look + LOOK_SECONDS],
      `${fenced ? '' : 'until no pod of the old region starts to write + a lease + '}${product}: until it may be written to + the call + until it is looked at`,
      { [product]: worst, ...wait.inputs, 'between two looks': pollSeconds, 'a call or a look': LOOK_SECONDS },
      own?.source ?? source,
    ),
    subject: name,
  };
}

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

/** The alarm that keeps users away is evaluated each minute; two of them, and Route 53's own answer. Assumption, in seconds. */
const ALARM = { typical: 60, worst: 120 };
/** Route 53 takes a change of a health check into its answers (Route 53 SLA: data plane; assumption), in seconds. */
const ANSWERS = { typical: 10, worst: 60 };
/** Aliases to a load balancer are kept for a minute, whatever a record says (Route 53 Developer Guide, alias records). */
const ALIAS_TTL = 60;

/** Until whoever asks which region writes is told the new one, in seconds. */
const WRITER_KNOWN = ALARM.worst + ANSWERS.worst + WITNESS_TTL;

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

/** Until requests from outside have been answered. */
export function verify({ verify: { attempts, pauseSeconds } }: FailoverSettings): FailoverStep {
  return stepOf(
    'verify',
    [2 * QUICK_CALL, attempts * PROBE_SECONDS + (attempts - 1) * pauseSeconds + CALL],
    'attempts x time-out of a probe + the pauses between + noting it down',
    { 'time-out of a probe': PROBE_SECONDS, pause: pauseSeconds, 'a call': CALL },
    MODEL,
  );
}

/** A step as the team's own drills measured it, where they did. Promotions and lags know theirs by themselves. */
export function measured(step: FailoverStep, { failover }: Pick<PlatformSpec, 'failover'>): FailoverStep {
  const own = failover.measured?.[step.name as Exclude<FailoverStepName, 'approve'>];
  if (!own || step.name === 'promote') return step;
  return {
    ...step,
    typicalSeconds: own.typical.seconds,
    worstSeconds: own.worst.seconds,
    because: {
      formula: 'measured',
      inputs: { typical: formatSeconds(own.typical.seconds), worst: formatSeconds(own.worst.seconds) },
      source: own.source,
    },
  };
}
