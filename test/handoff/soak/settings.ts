import type { QueueSettings } from '../../../lib/handoff';
import { DEFAULT_SETTINGS } from '../../../lib/handoff';

/** A lease short enough that a soak sees many of them end; the proportions are those of production. */
export const SOAK_SETTINGS: QueueSettings = {
  ...DEFAULT_SETTINGS,
  leaseSeconds: 1,
  heartbeatSeconds: 0.25,
  attempts: 8,
  firstWaitSeconds: 0.05,
  longestWaitSeconds: 1,
};

export const SOAK_ROLE = 'soak';
export const RESULT_ROLE = 'soak-results';

/** Longest time that the work of one handoff takes. */
export const WORK_MS = 120;

/** What the worker processes are told by their environment. */
export interface ProcessEnv {
  readonly SOAK_PORT: string;
  readonly SOAK_LEDGER: string;
  /** A fail point at which the process kills itself, once. */
  readonly SOAK_FAIL_AT?: string;
}
