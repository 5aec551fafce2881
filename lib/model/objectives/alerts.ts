import { type Alert, type AlertGroup, group } from '../alerts/alert';
import { step } from '../alerts/runbook';
import { type AlertScope, alertIn, place } from '../alerts/scope';
import { showLogs, showPods, undoRelease } from '../alerts/steps';
import { type Derived, figure } from '../derived';
import { type CountedRequests, countedRequests, SCRAPE_SECONDS } from '../indicators';
import { PROMETHEUS_URL } from '../names';
import { type BurnRate, burnRates, leastBadRequests, span } from './burn-rates';
import { budgetRecordings, OBJECTIVE_SERIES, ofObjective, shareRecordings } from './recording';
import type { ServiceObjectives } from './service-objectives';
import { BUDGET_INTERVAL_SECONDS, FOR_EVALUATIONS, RATE_SECONDS } from './windows';

/** What is recorded of the objectives of a service, and the alerts about their budgets. */
export function objectiveGroups(scope: AlertScope, objectives: ServiceObjectives, throughput: Derived<number>): readonly AlertGroup[] {
  const alerts = countedRequests(objectives).flatMap((counted) =>
    burnRates(counted.objective, objectives.windowSeconds).map((rate) => burnAlert(scope, objectives, counted, rate, throughput)),
  );
  return [
    group('objectives', alerts, { recording: shareRecordings(objectives) }),
    group('error-budget', [], { recording: budgetRecordings(objectives), intervalSeconds: BUDGET_INTERVAL_SECONDS }),
  ];
}

const NAMES = { availability: 'AvailabilityBudgetBurn', latency: 'LatencyBudgetBurn' } as const;

function burnAlert(
  scope: AlertScope,
  objectives: ServiceObjectives,
  { kind, meaning }: CountedRequests,
  rate: BurnRate,
  throughput: Derived<number>,
): Alert {
  const { severity, longSeconds, shortSeconds, threshold, factor, budgetShare } = rate;
  const selector = ofObjective(objectives, kind);
  const least = leastBadRequests(rate, throughput).value;
  const share = (seconds: number) => `${OBJECTIVE_SERIES.errors(seconds)}${selector} > ${threshold}`;
  const badRate =
    shortSeconds === RATE_SECONDS
      ? `${OBJECTIVE_SERIES.bad}${selector}`
      : `avg_over_time(${OBJECTIVE_SERIES.bad}${selector}[${span(shortSeconds)}])`;
  const window = span(objectives.windowSeconds);
  const bad = kind === 'availability' ? 'fail' : 'are too slow';
  return alertIn(scope, {
    name: NAMES[kind],
    expr: [share(longSeconds), share(shortSeconds), `${badRate} * ${shortSeconds} >= ${least}`].join('\n  and\n'),
    forSeconds: FOR_EVALUATIONS * SCRAPE_SECONDS,
    severity,
    labels: { objective: kind, window: span(longSeconds) },
    summary: `${objectives.service} in ${place(scope)}: too many requests ${bad}; its error budget burns ${figure(factor.value)} times too fast`,
    description: `{{ $value | humanizePercentage }} of the requests of the last ${span(longSeconds)} ${bad}, and the limit is ${figure(threshold * 100)}%. At this rate ${figure(budgetShare * 100)}% of the budget of ${window} are gone in ${span(longSeconds)}. Objective: ${meaning}.`,
    runbook: {
      means:
        severity === 'critical'
          ? 'Customers notice now: at this rate the promise of the whole window is broken within days or hours.'
          : 'Customers notice a little for a long time: the promise will be broken if it goes on. It can wait for the morning.',
      confirm: [
        step(
          `The share of bad requests and what is left of the budget, in the expression browser (${PROMETHEUS_URL}):`,
          `${OBJECTIVE_SERIES.budgetLeft}${selector}`,
        ),
        showPods(scope),
        showLogs(scope, kind === 'availability' ? 'What they say about failures:' : 'What they wait for:'),
      ],
      mitigate: [
        undoRelease,
        step('A service that it calls burns its own budget: that alert comes first.'),
        step('More load than planned: see AtReplicaCeiling.'),
      ],
      learn: [
        `How much of the budget of ${window} did it cost?`,
        'Would an earlier gate (analysis of the roll-out, a load test) have seen it?',
      ],
    },
  });
}
