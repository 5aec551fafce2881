import { LIMITS } from '../protocol';

/** How patiently handoffs are worked on. */
export interface QueueSettings {
  /** How long a handoff is a worker's own without a sign of life. Rule X27: three heartbeats or more. */
  readonly leaseSeconds: number;
  /** How often a worker says that it is alive. */
  readonly heartbeatSeconds: number;
  /** Attempts that a handoff gets before it is put aside. */
  readonly attempts: number;
  /** The longest that one attempt may take; then its lease is not renewed any more. */
  readonly attemptSeconds: number;
  /** Wait before the second attempt; it doubles with each. */
  readonly firstWaitSeconds: number;
  readonly longestWaitSeconds: number;
  /** How long it is remembered that a handoff is done. Rule X27: longer than it could be delivered again. */
  readonly rememberSeconds: number;
  /** How long the bodies that we publish are kept. Peers keep theirs for a day. */
  readonly bodySeconds: number;
}

export const DEFAULT_SETTINGS: QueueSettings = {
  leaseSeconds: 60,
  heartbeatSeconds: 15,
  attempts: 5,
  attemptSeconds: 3_600,
  firstWaitSeconds: 2,
  longestWaitSeconds: 300,
  rememberSeconds: 7 * 86_400,
  bodySeconds: LIMITS.bodySeconds,
};

/** Wait before the next attempt, doubled for each that failed and spread by a third: what failed together should not return so. */
export function waitSeconds(attempt: number, { firstWaitSeconds, longestWaitSeconds }: QueueSettings, random: number): number {
  const full = Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** (attempt - 1));
  return full * (2 / 3 + random / 3);
}
