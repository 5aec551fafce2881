/**
 * When a burning error budget is told (Google, The Site Reliability Workbook, chapter 5, table 5-8 and the text before it;
 * the ticket over a day is the same share in a third of the time). The short window, a twelfth of the long one, ends the
 * alert soon after the errors end.
 */
export const BURN_WINDOWS = [
  { severity: 'critical', budgetShare: 0.02, longSeconds: 3_600, shortSeconds: 300 },
  { severity: 'critical', budgetShare: 0.05, longSeconds: 21_600, shortSeconds: 1_800 },
  { severity: 'warning', budgetShare: 0.1, longSeconds: 86_400, shortSeconds: 7_200 },
  { severity: 'warning', budgetShare: 0.1, longSeconds: 259_200, shortSeconds: 21_600 },
] as const;

/** Windows over which the share of bad requests is recorded: every window of the table. */
export const RATIO_SECONDS: readonly number[] = [
  ...new Set(BURN_WINDOWS.flatMap(({ longSeconds, shortSeconds }) => [longSeconds, shortSeconds])),
].sort((a, b) => a - b);

/** The window of the recorded rates that longer windows are made of: the shortest of the table. */
export const RATE_SECONDS = 300;

/**
 * Up to here a window is read from the counters, where minutes matter. Longer ones are the mean of recorded rates: three days
 * of the counters of every pod, read twice a minute, cost more than the service itself; what they lag, half of the window
 * of the rates, is less than a hundredth of them.
 */
export const READ_FROM_COUNTERS_SECONDS = 7_200;

/** A count of n has a relative error of 1/sqrt(n) (Poisson): from ten on a share of bad requests is known to a third. */
export const ENOUGH_BAD_REQUESTS = 10;
/** A single bad request is an incident of one customer, not a trend of the service. */
export const FEWEST_BAD_REQUESTS = 2;

/** Evaluations of a burn-rate alert before it is told: one of them may be an artefact of a scrape that came late. */
export const FOR_EVALUATIONS = 2;

/** A month of samples is read once in five minutes: the budget that is left does not change faster than a person reads. */
export const BUDGET_INTERVAL_SECONDS = 300;
