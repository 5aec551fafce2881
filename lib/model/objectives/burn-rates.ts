import { type Derived, derived, figure } from '../derived';
import { BURN_WINDOWS, ENOUGH_BAD_REQUESTS, FEWEST_BAD_REQUESTS } from './windows';

/** One alert of an objective: how fast the budget has to burn, over which windows. */
export interface BurnRate {
  readonly severity: 'critical' | 'warning';
  readonly longSeconds: number;
  readonly shortSeconds: number;
  /** How many times faster than evenly over the window of the objective. */
  readonly factor: Derived<number>;
  /** Share of bad requests above which it burns so fast. */
  readonly threshold: number;
  /** Share of the budget that is gone when the alert can fire at the earliest. */
  readonly budgetShare: number;
}

const SOURCE = 'Google, The Site Reliability Workbook, chapter 5';

/**
 * Burn rates of an objective: the share of the budget that an alert may cost stays that of the table, whatever the window of
 * the objective. Slower than evenly no budget is ever spent, so a factor below one becomes one, once; and a share of bad requests
 * of one or more cannot be exceeded, so that such a row is left out and a slower one tells of a full outage.
 */
export function burnRates(objective: number, windowSeconds: number): readonly BurnRate[] {
  const budget = 1 - objective;
  const rates = BURN_WINDOWS.map(({ severity, budgetShare, longSeconds, shortSeconds }): BurnRate => {
    const exact = (budgetShare * windowSeconds) / longSeconds;
    const factor = derived(
      round(Math.max(1, exact)),
      'b = max(1, budget share x window / long window)',
      { 'budget share': `${figure(budgetShare * 100)}%`, window: days(windowSeconds), 'long window': span(longSeconds) },
      SOURCE,
    );
    const threshold = round(factor.value * budget);
    return { severity, longSeconds, shortSeconds, factor, threshold, budgetShare: round((factor.value * longSeconds) / windowSeconds) };
  });
  return rates.filter(
    ({ factor, threshold, budgetShare }, i) =>
      threshold < 1 && budgetShare < 1 && !(factor.value === 1 && rates.slice(0, i).some((faster) => faster.factor.value === 1)),
  );
}

/**
 * Bad requests below which a share means nothing: ten, or what the declared traffic brings in the short window at the
 * threshold, whichever is less; never a single one.
 */
export function leastBadRequests({ threshold, shortSeconds }: BurnRate, throughput: Derived<number>): Derived<number> {
  const expected = throughput.value * shortSeconds * threshold;
  return derived(
    Math.max(FEWEST_BAD_REQUESTS, Math.min(ENOUGH_BAD_REQUESTS, Math.floor(expected))),
    `max(${FEWEST_BAD_REQUESTS}, min(${ENOUGH_BAD_REQUESTS}, floor(X x short window x threshold)))`,
    { X: `${figure(throughput.value)} requests/s`, 'short window': span(shortSeconds), threshold: `${round(threshold * 100)}%` },
    'relative error of a count, 1/sqrt(n) (Poisson)',
  );
}

/** A window as PromQL and people write it. */
export function span(seconds: number): string {
  if (seconds % 86_400 === 0) return `${seconds / 86_400}d`;
  return seconds % 3_600 === 0 ? `${seconds / 3_600}h` : seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

const days = (seconds: number) => `${figure(seconds / 86_400)}d`;
const round = (value: number) => Number(value.toPrecision(9));
