import { type Duration, formatSeconds } from '../../spec';
import { type Derived, derived } from '../derived';
import { longestGapSeconds } from '../schedule';
import { KEPT } from '../stores/timing';
import type { BackupPlan } from './plan';

/** What a full copy of a database takes at most, until a team declares what its own took, in seconds. */
const ASSUMED_SECONDS = 3600;

export function gapOf({ cron, timeZone }: BackupPlan['schedule']): Derived<number> {
  const gap = longestGapSeconds(cron, timeZone);
  return derived(gap, 'longest time between two starts', { schedule: `${cron} (${timeZone})` }, 'cron expression');
}

export const durationOf = (declared: Duration | undefined): Derived<number> =>
  declared
    ? derived(declared.seconds, 'declared', { 'backup.duration': declared.text }, 'platform file')
    : derived(ASSUMED_SECONDS, 'assumed', { duration: formatSeconds(ASSUMED_SECONDS) }, 'assumption: 10 MB/s copy 36 GB in that time');

/** The oldest full copy that is kept ended before every moment that can be restored. */
export const keptFor = (gap: Derived<number>, duration: Derived<number>): Derived<number> =>
  derived(
    Math.max(KEPT.backups * gap.value, KEPT.seconds + gap.value + duration.value),
    `max(${KEPT.backups} x longest gap, ${formatSeconds(KEPT.seconds)} + longest gap + longest duration)`,
    { 'longest gap': formatSeconds(gap.value), 'longest duration': formatSeconds(duration.value) },
    `every moment of the last ${formatSeconds(KEPT.seconds)} needs a full copy before it; ${KEPT.backups} are kept in any case`,
  );
