import { type CountedRequests, countedRequests, type RecordingRule, requestRates } from '../indicators';
import { span } from './burn-rates';
import type { ServiceObjectives } from './service-objectives';
import { RATE_SECONDS, RATIO_SECONDS, READ_FROM_COUNTERS_SECONDS } from './windows';

/** Series of an objective, one for all versions of a service: labels namespace, service and objective. */
export const OBJECTIVE_SERIES = {
  requests: `service:requests:rate${span(RATE_SECONDS)}`,
  bad: `service:requests_bad:rate${span(RATE_SECONDS)}`,
  /** Share of bad requests over a window. */
  errors: (seconds: number) => `service:request_errors:ratio_rate${span(seconds)}`,
  /** Share of the error budget that is left: one is all of it, below zero the objective is missed. */
  budgetLeft: 'service:error_budget:remaining_ratio',
} as const;

/** Selector of the series of one objective. */
export const ofObjective = ({ namespace, service }: ServiceObjectives, kind: CountedRequests['kind']) =>
  `{namespace="${namespace}",service="${service}",objective="${kind}"}`;

/** Rates and shares of bad requests of a service, over every window that an alert looks at. */
export const shareRecordings = (objectives: ServiceObjectives): readonly RecordingRule[] =>
  countedRequests(objectives).flatMap((counted) => {
    const labels = { service: objectives.service, objective: counted.kind };
    const selector = ofObjective(objectives, counted.kind);
    const short = requestRates(counted, ['namespace'], span(RATE_SECONDS));
    return [
      { record: OBJECTIVE_SERIES.requests, expr: short.total, labels },
      { record: OBJECTIVE_SERIES.bad, expr: short.bad, labels },
      ...RATIO_SECONDS.map((seconds) => ({
        record: OBJECTIVE_SERIES.errors(seconds),
        expr: seconds <= READ_FROM_COUNTERS_SECONDS ? shareOfCounters(counted, seconds) : shareOfRates(selector, seconds),
        labels,
      })),
    ];
  });

/** What is left of the budgets of a service, over the whole window of its objectives. */
export const budgetRecordings = (objectives: ServiceObjectives): readonly RecordingRule[] =>
  countedRequests(objectives).map(({ kind, objective }) => ({
    record: OBJECTIVE_SERIES.budgetLeft,
    expr: `1 - (\n${shareOfRates(ofObjective(objectives, kind), objectives.windowSeconds)}\n) / ${Number((1 - objective).toPrecision(9))}`,
    labels: { service: objectives.service, objective: kind },
  }));

const shareOfCounters = (counted: CountedRequests, seconds: number) => {
  const { total, bad } = requestRates(counted, ['namespace'], span(seconds));
  return `(\n${bad}\n)\n  /\n${total}`;
};

/** Of the mean rates, and not the mean of shares: an hour at night counts for the requests that it had. */
const shareOfRates = (selector: string, seconds: number) =>
  `avg_over_time(${OBJECTIVE_SERIES.bad}${selector}[${span(seconds)}])\n  /\navg_over_time(${OBJECTIVE_SERIES.requests}${selector}[${span(seconds)}])`;
