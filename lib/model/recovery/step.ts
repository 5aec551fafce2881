import { formatSeconds } from '../../spec';
import type { Because } from '../derived';

/** Steps of a failover, in the order in which they start. */
export const FAILOVER_STEPS = ['detect', 'confirm', 'approve', 'fence', 'promote', 'restore', 'scale', 'switch', 'verify'] as const;
export type FailoverStepName = (typeof FAILOVER_STEPS)[number];

/** A step of a failover with what it takes, in seconds. */
export interface FailoverStep {
  readonly name: FailoverStepName;
  /** The database that is promoted or restored, or the service that is scaled. */
  readonly subject?: string;
  readonly typicalSeconds: number;
  readonly worstSeconds: number;
  readonly because: Because;
}

/** A duration with its reason. */
export const stepOf = (
  name: FailoverStepName,
  [typicalSeconds, worstSeconds]: readonly [typical: number, worst: number],
  formula: string,
  inputs: Readonly<Record<string, number>>,
  source: string,
  subject?: string,
): FailoverStep => ({
  name,
  ...(subject === undefined ? {} : { subject }),
  typicalSeconds,
  worstSeconds,
  because: { formula, inputs: Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, formatSeconds(value)])), source },
});
