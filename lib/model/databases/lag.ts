import type { DatabaseSpec, PlatformSpec } from '../../spec';
import { type Derived, derived } from '../derived';

/**
 * Until an alarm has seen a lag, in seconds: metrics of databases come once a minute, and an alarm looks once a minute (CloudWatch User
 * Guide, evaluating an alarm). Meanwhile a copy that stands still falls behind by as much again.
 */
export const LAG_SEEN_SECONDS = 120;

/** How far a copy may be behind before somebody is told, in seconds: early enough that it is told within the recovery point. */
export function lagAlertOf({ tiers }: PlatformSpec, { tier, lagAlert }: DatabaseSpec): Derived<number> {
  if (lagAlert) return derived(lagAlert.seconds, 'declared', {}, 'databases.lagAlert');
  const rpo = tiers[tier]?.rpo;
  return derived(
    Math.floor((rpo?.seconds ?? 0) / 2),
    'half of the RPO of the tier',
    { RPO: rpo?.text ?? '0s' },
    'room to hear of a copy that stands still before the recovery point is lost',
  );
}
