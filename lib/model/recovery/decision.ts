import { API_CALL, longestCall } from './attempts';
import { type FailoverSettings, PROBE_SECONDS } from './settings';
import { type FailoverStep, stepOf } from './step';

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
