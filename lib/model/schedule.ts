import { CronExpressionParser } from 'cron-parser';
import { type Derived, derived } from './derived';
import type { Schedule } from './workload';

/** A leap year with both changes of the clock; a fixed one, since the same file must give the same rules. */
const FROM = new Date('2024-01-01T00:00:00Z');
const YEAR_MS = 366 * 86_400_000;
/** Enough for a week of a schedule that runs every minute of office hours; the gap of a weekend is in it. */
const MOST_RUNS = 4_000;

/** The longest time between two runs of a cron expression, in seconds. */
export function longestGapSeconds(cron: string, timeZone: string): number {
  const runs = CronExpressionParser.parse(cron, { currentDate: FROM, tz: timeZone });
  let longest = 0;
  let last = runs.next().getTime();
  for (let i = 0; i < MOST_RUNS && last - FROM.getTime() < YEAR_MS; i++) {
    const next = runs.next().getTime();
    longest = Math.max(longest, next - last);
    last = next;
  }
  return longest / 1000;
}

/** How old the last successful run may be before one is missing: the gap, a late start, and a run that takes its whole time. */
export function oldestSuccessSeconds({ cron, timeZone, startWithin, timeout }: Schedule): Derived<number> {
  const gap = longestGapSeconds(cron, timeZone);
  return derived(
    gap + startWithin.seconds + timeout.seconds,
    'longest gap + latest start + longest run',
    { 'longest gap': `${gap}s`, 'latest start': startWithin.text, 'longest run': timeout.text, schedule: `${cron} (${timeZone})` },
    'schedule of the platform file',
  );
}
