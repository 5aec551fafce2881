import fc from 'fast-check';
import {
  type Alert,
  type AlertGroup,
  burnRates,
  derived,
  leastBadRequests,
  OBJECTIVE_SERIES,
  type ServiceObjectives,
  span,
} from '../../../lib/model';
import { applicationSeries, meshSeries, type RequestSeries } from '../../../lib/model/indicators';
import { objectiveGroups } from '../../../lib/model/objectives';
import { toYaml } from '../../../lib/output';
import { firingSteps, STEP, type Traffic } from '../../model/objectives/burn-model';
import { promtool, ruleFile } from './support';

const WINDOW = 30 * 86_400;
/** Seconds between two scrapes where a test takes days. */
const COARSE = 120;
/** A day of good requests before anything goes wrong there. */
const BEGIN = 86_400 / COARSE;
const throughput = derived(100, 'given', {}, 'test');
const scope = {
  platform: 'shop',
  environment: 'production',
  region: 'eu-west-1',
  namespace: 'shop',
  team: 'shop',
  service: 'web',
  runbooks: '',
};

const objectives = (series: RequestSeries, more: Partial<ServiceObjectives> = {}): ServiceObjectives => ({
  service: 'web',
  namespace: 'shop',
  series,
  availability: 99.9,
  latency: { thresholdSeconds: 0.25, target: 99 },
  windowSeconds: WINDOW,
  ...more,
});

/** What is counted, and how a good, a failed and a slow request look there. */
const SOURCES = {
  'HTTP in a mesh': {
    series: meshSeries('http'),
    labels: 'reporter="destination",',
    good: 'response_code="200"',
    failed: 'response_code="503"',
    le: '250',
  },
  'gRPC in a mesh': {
    series: meshSeries('grpc'),
    labels: 'reporter="destination",',
    good: 'grpc_response_status="0"',
    failed: 'grpc_response_status="14"',
    le: '250',
  },
  HTTP: { series: applicationSeries('http', {}), labels: '', good: 'code="200"', failed: 'code="500"', le: '0.25' },
  gRPC: { series: applicationSeries('grpc', {}), labels: '', good: 'grpc_code="OK"', failed: 'grpc_code="Unavailable"', le: '0.25' },
} as const;
type Source = (typeof SOURCES)[keyof typeof SOURCES];

/** Counters of two versions of a service, as promtool takes them. */
function counters({ series, labels, good, failed, le }: Source, { total, bad }: Traffic) {
  const target = `namespace="shop",job="web",${labels}`;
  const values = (perStep: readonly number[]) => {
    let sum = 0;
    return perStep.map((amount) => (sum += amount)).join(' ');
  };
  const fine = total.map((count, step) => count - (bad[step] ?? 0));
  return [
    { series: `${series.requests}{${target}pod="old",${good}}`, values: values(fine) },
    { series: `${series.requests}{${target}pod="new",${failed}}`, values: values(bad) },
    { series: `${series.durations}_count{${target}pod="old"}`, values: values(total) },
    { series: `${series.durations}_bucket{${target}pod="old",le="${le}"}`, values: values(fine) },
  ];
}

const alertOf = (groups: readonly AlertGroup[], objective: string, window: string): Alert => {
  const found = groups.flatMap(({ alerts }) => alerts).find(({ labels }) => labels.objective === objective && labels.window === window);
  if (!found) throw new Error(`no alert of ${objective} over ${window}`);
  return found;
};

/** The group with what the alert rests on, and nothing else: days of evaluations take their time. */
function only(groups: readonly AlertGroup[], alert: Alert): readonly AlertGroup[] {
  const [group] = groups;
  if (!group) throw new Error('no group');
  const own = group.recording.filter(({ labels }) => labels?.objective === alert.labels.objective);
  const named = own.filter(({ record }) => alert.expr.includes(`${record}{`));
  const recording = own.filter((rule) => named.includes(rule) || named.some(({ expr }) => expr.includes(`${rule.record}{`)));
  return [{ ...group, recording, alerts: [alert] }];
}

/** What promtool says of an alert at some steps. */
function expectFiring(
  groups: readonly AlertGroup[],
  alert: Alert,
  source: Source,
  traffic: Traffic,
  at: ReadonlyMap<number, boolean>,
  stepSeconds: number = STEP,
): void {
  const labels = Object.entries({ alertname: alert.name, alertstate: 'firing', ...alert.labels }).map(
    ([label, value]) => `${label}="${value}"`,
  );
  const unit = {
    rule_files: ['rules.yaml'],
    evaluation_interval: `${stepSeconds}s`,
    tests: [
      {
        interval: `${stepSeconds}s`,
        input_series: counters(source, traffic),
        promql_expr_test: [...at].map(([step, fires]) => ({
          expr: `group(ALERTS{${labels.join(',')}})`,
          eval_time: `${step * stepSeconds}s`,
          exp_samples: fires ? [{ labels: '{}', value: 1 }] : [],
        })),
      },
    ],
  };
  const { status, told } = promtool(['test', 'rules', 'test.yaml'], {
    'rules.yaml': ruleFile(only(groups, alert)),
    'test.yaml': toYaml(unit),
  });
  expect(status === 0 ? '' : told).toBe('');
}

const steady = (steps: number, perStep: number, bad: (step: number) => number): Traffic => ({
  total: Array.from({ length: steps }, () => perStep),
  bad: Array.from({ length: steps }, (_, step) => bad(step)),
});

describe('burn-rate alerts before the real promtool', () => {
  test.each(Object.keys(SOURCES) as (keyof typeof SOURCES)[])('of %s fire at a full outage, and are over when it is', (name) => {
    const source = SOURCES[name];
    const groups = objectiveGroups(scope, objectives(source.series), throughput).slice(0, 1);
    const traffic = steady(300, 100, (step) => (step >= 150 && step < 200 ? 100 : 0));
    for (const objective of ['availability', 'latency']) {
      expectFiring(
        groups,
        alertOf(groups, objective, '1h'),
        source,
        traffic,
        new Map([
          [149, false],
          [199, true],
          [220, false],
        ]),
      );
    }
  });

  test('agree with the exact model on random traffic, step for step', () => {
    const source = SOURCES['HTTP in a mesh'];
    const given = objectives(source.series, { latency: undefined });
    const groups = objectiveGroups(scope, given, throughput).slice(0, 1);
    const burst = fc.record({
      at: fc.integer({ min: 30, max: 800 }),
      steps: fc.integer({ min: 1, max: 200 }),
      percent: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(burst, { minLength: 1, maxLength: 4 }), fc.constantFrom(100, 1_000), (bursts, perStep) => {
        const traffic = steady(900, perStep, (step) => {
          const percent = Math.max(0, ...bursts.filter(({ at, steps }) => step >= at && step < at + steps).map((each) => each.percent));
          return (percent * perStep) / 100;
        });
        for (const rate of burnRates(0.999, WINDOW).filter(({ severity }) => severity === 'critical')) {
          const fires = firingSteps(traffic, rate, leastBadRequests(rate, throughput).value);
          const at = new Map(fires.flatMap((firing, step) => (step % 11 === 0 && step > 20 ? [[step, firing] as const] : [])));
          expectFiring(groups, alertOf(groups, 'availability', span(rate.longSeconds)), source, traffic, at);
        }
      }),
      { numRuns: 5, seed: 2026 },
    );
  });

  test('over days fire at a slow burn that no page tells of', () => {
    const source = SOURCES.HTTP;
    const groups = objectiveGroups(scope, objectives(source.series, { latency: undefined }), throughput).slice(0, 1);
    const traffic = steady(1_400, 4_000, (step) => (step >= BEGIN ? 16 : 0));
    // Four in a thousand: three times the budget is gone to after eighteen hours of the day, and six times never.
    const hoursIn = (hours: number) => BEGIN + (hours * 3600) / COARSE;
    const told = new Map([
      [hoursIn(17), false],
      [hoursIn(19), true],
    ]);
    expectFiring(groups, alertOf(groups, 'availability', '1d'), source, traffic, told, COARSE);
    expectFiring(groups, alertOf(groups, 'availability', '6h'), source, traffic, new Map([[hoursIn(19), false]]), COARSE);
  });

  test('over three days fire at a burn that just breaks the promise', () => {
    const source = SOURCES.HTTP;
    const groups = objectiveGroups(scope, objectives(source.series, { latency: undefined }), throughput).slice(0, 1);
    const traffic = steady(2_250, 4_000, () => 6);
    const told = (fires: boolean) => new Map([[2_200, fires]]);
    expectFiring(groups, alertOf(groups, 'availability', '3d'), source, traffic, told(true), COARSE);
    expectFiring(groups, alertOf(groups, 'availability', '1d'), source, traffic, told(false), COARSE);
  });

  test('record what is left of the budget', () => {
    const source = SOURCES.HTTP;
    const given = objectives(source.series, { latency: undefined, windowSeconds: 86_400 });
    const groups = objectiveGroups(scope, given, throughput);
    const unit = {
      rule_files: ['rules.yaml'],
      evaluation_interval: '5m',
      tests: [
        {
          interval: '1m',
          // Half of the budget of one in a thousand.
          input_series: counters(
            source,
            steady(1_500, 2_000, () => 1),
          ),
          promql_expr_test: [
            {
              expr: OBJECTIVE_SERIES.budgetLeft,
              eval_time: '1480m',
              exp_samples: [
                { labels: `${OBJECTIVE_SERIES.budgetLeft}{namespace="shop",objective="availability",service="web"}`, value: 0.5 },
              ],
            },
          ],
        },
      ],
    };
    const { status, told } = promtool(['test', 'rules', 'test.yaml'], { 'rules.yaml': ruleFile(groups), 'test.yaml': toYaml(unit) });
    expect(status === 0 ? '' : told).toBe('');
  });
});
