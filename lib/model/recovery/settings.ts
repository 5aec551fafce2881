import { formatSeconds, type PlatformSpec } from '../../spec';
import { type Derived, derived } from '../derived';
import { API_CALL, longestCall, PROBE } from './call-budget';
import { type Looks, looksEvery } from './looks';

/** What the detector, the guards and the state machine of the failover go by: one home for what they do and what the proof counts. */
export interface FailoverSettings {
  /** Probes of the public endpoints of the primary region. */
  readonly probes: Looks;
  /** Failed probes in a row that count as down. */
  readonly threshold: number;
  /** Looks of a region's guard at the lease. */
  readonly guard: Looks;
  /** Time, in seconds, after which a lease that nobody renews has lapsed: whoever held it has closed its gate by then. */
  readonly lease: Derived<number>;
  /** How often others are asked whether the primary region is down, and the pause between, in seconds. */
  readonly confirm: { readonly attempts: number; readonly pauseSeconds: number };
  /** Pause between two looks at something that takes minutes, in seconds. */
  readonly pollSeconds: number;
  /** Looks at the public endpoints after the switch, and the pause between, in seconds. */
  readonly verify: { readonly attempts: number; readonly pauseSeconds: number };
  /** Time that a person has to approve where a tier asks for one, in seconds. */
  readonly approvalSeconds: number;
  /** Time after a failover in which no other one starts, in seconds. */
  readonly holdDownSeconds: number;
}

const GUARD_INTERVAL = 30;
/** Leases and waits are told in quarters of a minute. */
const GRAIN = 15;

export function failoverSettings({ failover }: Pick<PlatformSpec, 'failover'>): FailoverSettings {
  const guard = looksEvery(GUARD_INTERVAL);
  return {
    probes: looksEvery(failover.interval.seconds),
    threshold: failover.threshold,
    guard,
    lease: leaseOf(guard),
    confirm: { attempts: 5, pauseSeconds: 10 },
    pollSeconds: GRAIN,
    verify: { attempts: 4, pauseSeconds: 5 },
    approvalSeconds: failover.approvalWithin.seconds,
    holdDownSeconds: failover.holdDown.seconds,
  };
}

/**
 * A lease may be taken over when its holder must have noticed that it could not renew it: the longest time to its next look, a look
 * that fails with every attempt, and the closing of its gate with every attempt.
 */
function leaseOf(guard: Looks): Derived<number> {
  const call = longestCall(API_CALL);
  const needed = guard.longestGap + 2 * call;
  return derived(
    Math.ceil(needed / GRAIN) * GRAIN,
    'longest time between two looks of the guard + a look that fails + closing the gate, in whole quarters of a minute',
    { 'between two looks': formatSeconds(guard.longestGap), 'a call with every attempt': formatSeconds(call) },
    'EventBridge Scheduler User Guide: a schedule is invoked within a minute; attempts as the state machines declare them',
  );
}

/** A probe from outside, in seconds. */
export const PROBE_SECONDS = longestCall(PROBE);
