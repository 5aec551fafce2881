import { formatSeconds, type PlatformSpec } from '../../spec';
import type { FailoverStep, FailoverStepName } from './step';

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
