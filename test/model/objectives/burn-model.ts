import type { BurnRate } from '../../../lib/model';
import { FOR_EVALUATIONS, RATE_SECONDS, READ_FROM_COUNTERS_SECONDS } from '../../../lib/model/objectives/windows';

/** Requests that came between two scrapes, and how many of them were bad. */
export interface Traffic {
  readonly total: readonly number[];
  readonly bad: readonly number[];
}

/** Scrapes and evaluations come at once, every 30 s. */
export const STEP = 30;

/** An exact model of what a burn-rate alert evaluates, written without PromQL: at which steps it fires. */
export function firingSteps(
  { total, bad }: Traffic,
  { longSeconds, shortSeconds, threshold }: BurnRate,
  least: number,
): readonly boolean[] {
  const [all, wrong] = [counter(total), counter(bad)];
  const share = (step: number, seconds: number) =>
    seconds <= READ_FROM_COUNTERS_SECONDS
      ? grown(wrong, step, seconds) / grown(all, step, seconds)
      : meanRate(wrong, step, seconds) / meanRate(all, step, seconds);
  const badIn = (step: number, seconds: number) =>
    (seconds === RATE_SECONDS ? grown(wrong, step, seconds) / RATE_SECONDS : meanRate(wrong, step, seconds)) * seconds;
  let held = 0;
  return total.map((_, step) => {
    const holds =
      share(step, longSeconds) > threshold && share(step, shortSeconds) > threshold && badIn(step, shortSeconds) >= least - 1e-9;
    held = holds ? held + 1 : 0;
    return held > FOR_EVALUATIONS;
  });
}

/** Sums up to each step, and sums of those sums' growth, so that any window is a difference. */
interface Counter {
  readonly values: readonly number[];
  readonly rates: readonly number[];
}

function counter(perStep: readonly number[]): Counter {
  const values: number[] = [];
  for (const amount of perStep) values.push((values.at(-1) ?? 0) + amount);
  const rates: number[] = [];
  values.forEach((_, step) => {
    rates.push((rates.at(-1) ?? 0) + growth(values, step, RATE_SECONDS) / RATE_SECONDS);
  });
  return { values, rates };
}

function growth(values: readonly number[], step: number, seconds: number): number {
  const from = Math.max(0, step - seconds / STEP);
  return (values[step] ?? 0) - (values[from] ?? 0);
}

const grown = ({ values }: Counter, step: number, seconds: number) => growth(values, step, seconds);

/** A rate needs two samples, so the first recorded one is that of the second step. */
function meanRate({ rates }: Counter, step: number, seconds: number): number {
  const from = Math.max(1, step - seconds / STEP);
  return ((rates[step] ?? 0) - (rates[from - 1] ?? 0)) / (step - from + 1);
}
