import fc from 'fast-check';
import { cadenceFault, cadenceWithin, cronEvery, gapsBetweenRuns, longestGapSeconds, suspectedHours, unevenStep } from '../../../lib/model';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;
const DIVISORS_OF_AN_HOUR = [5, 10, 15, 20, 30].map((minutes) => minutes * MINUTE);
const DIVISORS_OF_A_DAY = [1, 2, 3, 4, 6, 8, 12, 24].map((hours) => hours * HOUR);
const cadence = fc.constantFrom(...DIVISORS_OF_AN_HOUR, ...DIVISORS_OF_A_DAY);

test('an expression for a cadence runs at that cadence, and passes for it', () => {
  fc.assert(
    fc.property(cadence, (seconds) => {
      const cron = cronEvery(seconds);
      expect(cron.split(' ')).toHaveLength(5);
      expect(gapsBetweenRuns(cron)).toEqual({ shortest: seconds, longest: seconds });
      expect(cadenceFault(cron, seconds)).toBeUndefined();
    }),
  );
});

test('an expression of one cadence never passes for another', () => {
  fc.assert(
    fc.property(cadence, cadence, (written, meant) => {
      fc.pre(written !== meant);
      expect(cadenceFault(cronEvery(written), meant)).toBeDefined();
    }),
  );
});

test('whatever passes for a cadence has that gap between any two runs, as one finds by walking through two days', () => {
  const minute = fc.oneof(
    fc.integer({ min: 0, max: 59 }).map(String),
    fc.integer({ min: 1, max: 59 }).map((step) => `*/${step}`),
  );
  const hour = fc.oneof(
    fc.constant('*'),
    fc.integer({ min: 0, max: 23 }).map(String),
    fc.integer({ min: 1, max: 23 }).map((step) => `*/${step}`),
  );
  fc.assert(
    fc.property(minute, hour, cadence, (atMinute, atHour, every) => {
      const runs = walk(atMinute, atHour);
      const gaps = new Set(runs.slice(1).map((run, i) => run - (runs[i] ?? 0)));
      const even = gaps.size === 1 && gaps.has(every);
      expect(cadenceFault(`${atMinute} ${atHour} * * *`, every) === undefined).toBe(even);
    }),
    { numRuns: 2000 },
  );
});

/** Seconds of the runs of three days, found by asking each minute. */
function walk(minute: string, hour: string): number[] {
  const fits = (field: string, value: number) =>
    field === '*' || (field.startsWith('*/') ? value % Number(field.slice(2)) === 0 : Number(field) === value);
  return Array.from({ length: 3 * 1440 }, (_, i) => i)
    .filter((i) => fits(minute, i % 60) && fits(hour, Math.floor(i / 60) % 24))
    .map((i) => i * MINUTE);
}

test('a step in the first field that was meant for hours is explained, with the expression that is right', () => {
  expect(cadenceFault('*/6 * * * *', 6 * HOUR)).toEqual({
    message:
      '"*/6 * * * *" runs every 6m, and every 6h was meant: the first of the five fields is the minute, so */6 in it means every 6 minutes; hours are the second field',
    fix: 'write "0 */6 * * *"',
  });
  expect(suspectedHours('*/6 * * * *')?.message).toContain('every 6 minutes');
  expect(suspectedHours('*/15 * * * *')).toBeUndefined();
});

test('a step that does not divide its field is told, with one that does', () => {
  expect(unevenStep('0 */7 * * *')).toEqual({
    message: '"0 */7 * * *" looks like every 7 hours and is not evenly spaced: 7 does not divide 24, so between two runs pass 3h to 7h',
    fix: 'use a step that divides 24, such as */6, or name the hours',
  });
  expect(unevenStep('*/15 * * * *')).toBeUndefined();
  expect(unevenStep('0 1,13,14 * * *')).toBeUndefined();
});

test('the cadence for a recovery point leaves room for the copy and for an alert, and is the longest that does', () => {
  const minutes = (most: number) => fc.integer({ min: 1, max: most }).map((count) => count * MINUTE);
  fc.assert(
    fc.property(minutes(3 * 1440), minutes(120), (rpo, duration) => {
      const chosen = cadenceWithin(rpo, duration);
      const good = [...DIVISORS_OF_AN_HOUR, ...DIVISORS_OF_A_DAY].filter((gap) => gap >= duration && gap + duration < rpo);
      expect(chosen).toBe(good.length > 0 ? Math.max(...good) : undefined);
    }),
  );
});

test('a zone that changes its clocks has a day that is longer', () => {
  expect(longestGapSeconds('0 1 * * *', 'Etc/UTC')).toBe(DAY);
  expect(longestGapSeconds('0 1 * * *', 'Europe/Berlin')).toBe(DAY + HOUR);
});
