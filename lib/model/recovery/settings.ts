import { formatSeconds, type PlatformSpec } from '../../spec';
import { type Derived, derived } from '../derived';
import { API_CALL, LOOK, longestCall, PROBE } from './attempts';
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
  /** How often others are asked whether the primary region is down, the pause between, and when they know at the latest, in seconds. */
  readonly confirm: { readonly attempts: number; readonly pauseSeconds: number; readonly knownAfter: number };
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
const CONFIRM_PAUSE = 10;
/** Time between two looks at something that takes minutes, in seconds. */
const POLL = 20;
/** Fast and standard interval of Route 53's checkers, in seconds (Route 53 Developer Guide). */
const CHECKERS = { fast: 10, standard: 30 } as const;
/** Until the answer of a name has changed after its health check has, in seconds. Assumption. */
const CHANGE = 30;
/** Time to live of the name that says which region serves, in seconds. */
export const WITNESS_TTL = 10;

export function failoverSettings({ failover }: Pick<PlatformSpec, 'failover'>): FailoverSettings {
  const guard = looksEvery(GUARD_INTERVAL);
  return {
    probes: looksEvery(failover.interval.seconds),
    threshold: failover.threshold,
    guard,
    lease: leaseOf(guard),
    confirm: confirmOf(failover.interval.seconds, failover.threshold),
    pollSeconds: POLL,
    verify: { attempts: 4, pauseSeconds: 5 },
    approvalSeconds: failover.approvalWithin.seconds,
    holdDownSeconds: failover.holdDown.seconds,
  };
}

/** Asked until Route 53's checkers must know, even where the detector was as early as it can be. */
function confirmOf(intervalSeconds: number, threshold: number): FailoverSettings['confirm'] {
  const checkers = intervalSeconds < CHECKERS.standard ? CHECKERS.fast : CHECKERS.standard;
  const knownAfter = checkers * threshold + CHANGE + WITNESS_TTL;
  const earliest = (threshold - 1) * intervalSeconds;
  return { attempts: 1 + Math.ceil(Math.max(0, knownAfter - earliest) / CONFIRM_PAUSE), pauseSeconds: CONFIRM_PAUSE, knownAfter };
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

/** A look at something that takes minutes, in seconds. */
export const LOOK_SECONDS = longestCall(LOOK);

/** A probe from outside, in seconds. */
export const PROBE_SECONDS = longestCall(PROBE);
