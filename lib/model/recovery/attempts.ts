/** How often and how long a state machine tries one call. */
export interface Attempts {
  /** Seconds after which an attempt counts as failed. */
  readonly timeoutSeconds: number;
  readonly attempts: number;
  /** Seconds before the second attempt; each further pause is `backoffRate` times as long. */
  readonly pauseSeconds: number;
  readonly backoffRate: number;
}

/** Calls of AWS APIs answer within a second or not at all; short attempts leave time for others. Assumption. */
export const API_CALL: Attempts = { timeoutSeconds: 5, attempts: 3, pauseSeconds: 1, backoffRate: 2 };

/** A look from outside. Route 53's own checkers give a connection 4 s (Route 53 Developer Guide, how health checks are evaluated). */
export const PROBE: Attempts = { timeoutSeconds: 5, attempts: 1, pauseSeconds: 0, backoffRate: 1 };

/** One look at something that takes minutes: the next look is soon enough. Assumption. */
export const LOOK: Attempts = { timeoutSeconds: 3, attempts: 1, pauseSeconds: 0, backoffRate: 1 };

/** The longest that a call takes until it has succeeded or is given up, in seconds: every attempt and every pause. */
export function longestCall({ timeoutSeconds, attempts, pauseSeconds, backoffRate }: Attempts): number {
  const pauses = Array.from({ length: attempts - 1 }, (_, i) => pauseSeconds * backoffRate ** i);
  return attempts * timeoutSeconds + pauses.reduce((sum, pause) => sum + pause, 0);
}
