import { longestGapSeconds } from '../../lib/model/schedule';

describe('the longest gap of a schedule', () => {
  test.each([
    ['* * * * *', 60],
    ['*/10 * * * *', 600],
    ['0 * * * *', 3_600],
    ['0 3 * * *', 86_400],
    ['0 9-17 * * *', 16 * 3_600],
    ['0 3 * * 1-5', 3 * 86_400],
    ['30 4 1 * *', 31 * 86_400],
    ['0 0 1 1 *', 366 * 86_400],
    ['0 0 29 2 *', 1461 * 86_400],
    // Every Sunday, and the first of the month: either will do.
    ['0 0 1 * 0', 7 * 86_400],
  ])('of %s is %d s', (cron, seconds) => {
    expect(longestGapSeconds(cron, 'Etc/UTC')).toBe(seconds);
  });

  test('is an hour longer where clocks change', () => {
    expect(longestGapSeconds('0 3 * * *', 'Europe/Berlin')).toBe(25 * 3_600);
  });
});
