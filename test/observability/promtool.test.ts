import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { applicationSeries, goodShare, type IndicatorInput, type Indicators, indicators, meshSeries } from '../../lib/model/indicators';
import { toYaml } from '../../lib/output';
import { inTemporaryFolder } from '../support/run';

const web = { service: 'web', namespace: 'shop' };
const target = { namespace: 'shop', job: 'web' };

/** Runs promtool in a folder with the recording rules. */
function promtool(made: Indicators, args: readonly string[], unitTest?: object) {
  return inTemporaryFolder((folder) => {
    writeFileSync(path.join(folder, 'rules.yaml'), toYaml({ groups: [{ name: 'versions', interval: '30s', rules: made.recording }] }));
    if (unitTest) writeFileSync(path.join(folder, 'test.yaml'), toYaml(unitTest));
    const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' });
    return { status, told: stdout + stderr };
  });
}

const series = (name: string, labels: Record<string, string>, perScrape: number) => ({
  series: `${name}{${Object.entries({ ...target, ...labels })
    .map(([label, value]) => `${label}="${value}"`)
    .join(',')}}`,
  values: `0+${perScrape}x20`,
});

/** What an analysis reads for a version after eight minutes of traffic. */
function judged(input: Partial<IndicatorInput>, version: string, traffic: object[], expected: number | undefined) {
  const made = indicators({ ...web, series: meshSeries('http'), ...input });
  const [objective] = made.objectives;
  if (!objective) throw new Error('no objective');
  const { status, told } = promtool(made, ['test', 'rules', 'test.yaml'], {
    rule_files: ['rules.yaml'],
    evaluation_interval: '30s',
    tests: [
      {
        interval: '30s',
        input_series: traffic,
        promql_expr_test: [
          {
            expr: goodShare(objective, 'web', 'shop', version),
            eval_time: '8m',
            exp_samples: expected === undefined ? [] : [{ labels: '{}', value: expected }],
          },
        ],
      },
    ],
  });
  expect(status === 0 ? '' : told).toBe('');
}

const requests = (version: string, code: string, perScrape: number) =>
  series('istio_requests_total', { reporter: 'destination', response_code: code, rollouts_pod_template_hash: version }, perScrape);
const timed = (version: string, suffix: string, perScrape: number, more = {}) =>
  series(
    `istio_request_duration_milliseconds_${suffix}`,
    { reporter: 'destination', rollouts_pod_template_hash: version, ...more },
    perScrape,
  );

describe('the real promtool', () => {
  test.each([
    ['a mesh', meshSeries('http')],
    ['a gRPC service', applicationSeries('grpc', {})],
  ])('accepts the recording rules of %s, lint included', (_, of) => {
    const made = indicators({ ...web, series: of, availability: 99.9, latency: { thresholdSeconds: 0.3, target: 99 } });
    const { status, told } = promtool(made, ['check', 'rules', '--lint=all', '--lint-fatal', 'rules.yaml']);
    expect([status, told]).toEqual([0, expect.stringContaining('4 rules found')]);
  });

  test('finds that a version is judged by its own requests, whatever the other one does', () => {
    const traffic = [requests('old', '200', 300), requests('new', '200', 30), requests('new', '503', 10)];
    judged({ availability: 99.9 }, 'new', traffic, 0.75);
    judged({ availability: 99.9 }, 'old', traffic, 1);
  });

  test('finds that a version that only fails has no good requests', () => {
    judged({ availability: 99.9 }, 'new', [requests('new', '500', 30)], 0);
  });

  test('finds that a version without traffic has no result, good or bad', () => {
    judged({ availability: 99.9 }, 'new', [requests('old', '200', 300)], undefined);
  });

  test.each(['250', '250.0'])('finds the share of slow requests with the bound written as %s', (le) => {
    const traffic = [timed('new', 'count', 40), timed('new', 'bucket', 30, { le }), timed('new', 'bucket', 40, { le: '+Inf' })];
    judged({ latency: { thresholdSeconds: 0.3, target: 99 } }, 'new', traffic, 0.75);
  });
});
