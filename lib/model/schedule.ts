import { CronExpressionParser } from 'cron-parser';
import { type Derived, derived } from './derived';
import type { Schedule } from './workload';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A fixed span, since the same file must give the same rules; it has two leap days, for those who run on one. */
const FIRST_DAY = Date.UTC(2024, 0, 1);
const DAYS = 5 * 366;

/**
 * The longest time between two runs of a cron expression, in seconds: between two runs of a day, or from the last of a day to
 * the first of the next day that has any. Where clocks change a day can have 25 hours.
 */
export function longestGapSeconds(cron: string, timeZone: string): number {
  const { longest } = gapsBetweenRuns(cron);
  return longest + (longest > HOUR && changesClocks(timeZone) ? HOUR : 0);
}

/** The shortest and the longest time between two runs, in seconds, where no clock is changed; alike when runs are evenly spaced. */
export function gapsBetweenRuns(cron: string): { readonly shortest: number; readonly longest: number } {
  const { fields } = CronExpressionParser.parse(cron);
  const times = fields.hour.values.flatMap((hour) => fields.minute.values.map((minute) => hour * HOUR + minute * MINUTE));
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const [withinDay, days] = [gaps(times), gaps(daysOf(fields))];
  const overnight = (between: number) => between * DAY - last + first;
  return {
    shortest: Math.min(...withinDay, overnight(Math.min(...days))),
    longest: Math.max(...withinDay, overnight(Math.max(...days))),
  };
}

type Fields = ReturnType<typeof CronExpressionParser.parse>['fields'];

/** Days with runs, as numbers. With both a day of the month and a day of the week, either will do (crontab(5)). */
function daysOf({ dayOfMonth, dayOfWeek, month }: Fields): readonly number[] {
  const inMonth = new Set(dayOfMonth.values.map(Number));
  const inWeek = new Set(dayOfWeek.values.map((day) => Number(day) % 7));
  const months = new Set<number>(month.values);
  const either = !dayOfMonth.isWildcard && !dayOfWeek.isWildcard;
  return Array.from({ length: DAYS }, (_, day) => day).filter((day) => {
    const date = new Date(FIRST_DAY + day * DAY * 1000);
    const [byMonth, byWeek] = [inMonth.has(date.getUTCDate()), inWeek.has(date.getUTCDay())];
    return months.has(date.getUTCMonth() + 1) && (either ? byMonth || byWeek : byMonth && byWeek);
  });
}

const gaps = (values: readonly number[]) => values.slice(1).map((value, i) => value - (values[i] ?? value));

function changesClocks(timeZone: string): boolean {
  const hour = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' });
  return hour.format(Date.UTC(2024, 0, 1)) !== hour.format(Date.UTC(2024, 6, 1));
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
