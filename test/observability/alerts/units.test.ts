import type { Alert, AlertGroup } from '../../../lib/model';
import { toYaml } from '../../../lib/output';
import { CASES } from './cases';
import type { AlertCase, Traffic } from './cases/case';
import { groupsOf, PLATFORMS, promtool, ruleFile } from './support';

/** Alerts whose expressions the tests of objectives evaluate. */
const OF_OBJECTIVES = ['AvailabilityBudgetBurn', 'LatencyBudgetBurn'];

const platforms = Object.fromEntries(Object.entries(PLATFORMS).map(([name, make]) => [name, make()]));
const groups = Object.fromEntries(Object.entries(platforms).map(([name, platform]) => [name, groupsOf(platform)]));

const rows = Object.entries(CASES).flatMap(([alert, cases]) =>
  cases.map((given) => ({ alert, given, about: [given.service ?? 'a cluster', ...Object.values(given.labels ?? {})].join(' ') })),
);

test.each(rows)('$alert of $about fires when it should, not before, and not after', ({ alert, given }) => {
  const { silentAt, firesAt, overAt, series } = given;
  expectTold(alert, given, [
    {
      series,
      at: { ...(silentAt ? { [silentAt]: false } : {}), [firesAt]: true, ...(overAt ? { [overAt]: false } : {}) },
    },
  ]);
});

const looksLike = rows.flatMap(({ alert, given }) => Object.keys(given.never ?? {}).map((what) => ({ alert, given, what })));

test.each(looksLike)('$alert is silent about $what', ({ alert, given, what }) => {
  expectTold(alert, given, [{ series: given.never?.[what] ?? {}, at: { [given.firesAt]: false } }]);
});

test('every alert of every platform has a case', () => {
  const all = Object.values(groups).flatMap((places) => places.flatMap((at) => at.groups.flatMap(({ alerts }) => alerts)));
  const names = new Set(all.map(({ name }) => name));
  expect([...names].filter((name) => !CASES[name] && !OF_OBJECTIVES.includes(name))).toEqual([]);
  expect(Object.keys(CASES).filter((name) => !names.has(name))).toEqual([]);
});

interface Moment {
  readonly series: Traffic;
  readonly at: Readonly<Record<string, boolean>>;
}

/** Whether promtool says that the alert fires, at each time. */
function expectTold(name: string, given: AlertCase, moments: readonly Moment[]): void {
  const { group, alert } = find(name, given);
  const every = given.every ?? '1m';
  const labels = Object.entries({ alertname: name, alertstate: 'firing', ...alert.labels }).map(([label, value]) => `${label}="${value}"`);
  const unit = {
    rule_files: ['rules.yaml'],
    evaluation_interval: every,
    tests: moments.map(({ series, at }) => ({
      interval: every,
      input_series: Object.entries(series).map(([of, values]) => ({ series: of, values })),
      promql_expr_test: Object.entries(at).map(([time, fires]) => ({
        expr: `group(ALERTS{${labels.join(',')}})`,
        eval_time: time,
        exp_samples: fires ? [{ labels: '{}', value: 1 }] : [],
      })),
    })),
  };
  const { status, told } = promtool(['test', 'rules', 'test.yaml'], { 'rules.yaml': ruleFile([group]), 'test.yaml': toYaml(unit) });
  expect(status === 0 ? '' : told).toBe('');
}

/** The alert that is meant, and the group that it is evaluated in. */
function find(
  name: string,
  { service, role = 'primary', labels = {}, platform = 'with everything' }: AlertCase,
): { alert: Alert; group: AlertGroup } {
  const resolved = platforms[platform];
  const cluster = resolved?.clusters.find((candidate) => candidate.role === role);
  if (!resolved || !cluster) throw new Error(`no platform ${platform}`);
  const place = `${cluster.environment}.${cluster.region}`;
  const here = (groups[platform] ?? [])
    .filter(({ where }) => where === place || where === `${place}.${service}`)
    .flatMap((each) => each.groups);
  for (const group of here) {
    const alert = group.alerts.find(
      (candidate) =>
        candidate.name === name &&
        candidate.service === service &&
        Object.entries(labels).every(([label, value]) => candidate.labels[label] === value),
    );
    if (alert) return { alert, group };
  }
  throw new Error(`no alert ${name} of ${service ?? 'a cluster'}`);
}
