import { applicationSeries, goodShare, indicators, meshSeries } from '../../lib/model/indicators';

const web = { service: 'web', namespace: 'shop' };
const exprOf = (record: string, made: ReturnType<typeof indicators>) => made.recording.find((rule) => rule.record === record)?.expr ?? '';

describe('the indicators of a service', () => {
  test('count failures by the status of the protocol: HTTP 5xx, and the gRPC statuses that are the fault of the server', () => {
    const http = indicators({ ...web, series: applicationSeries('http', {}), availability: 99.9 });
    expect(exprOf('version:requests_failed:rate2m', http)).toContain('http_requests_total{namespace="shop",job="web",code=~"5.."}[2m]');
    const grpc = exprOf(
      'version:requests_failed:rate2m',
      indicators({ ...web, series: applicationSeries('grpc', {}), availability: 99.9 }),
    );
    expect(grpc).toContain('grpc_server_handled_total{namespace="shop",job="web",grpc_code=~"Unknown|');
    expect(grpc).not.toMatch(/NotFound|InvalidArgument|Canceled|OK/);
  });

  test('have a series of failures also while nothing fails', () => {
    const made = indicators({ ...web, series: applicationSeries('http', {}), availability: 99.9 });
    expect(exprOf('version:requests_failed:rate2m', made)).toMatch(/\n {2}or\n0 \* sum by/);
  });

  test('in a mesh are counted once, where requests arrive', () => {
    const made = indicators({ ...web, series: meshSeries('grpc'), availability: 99 });
    for (const { expr } of made.recording) expect(expr).toContain('reporter="destination"');
  });

  test('keep versions apart, so that a new one is judged by its own requests', () => {
    const made = indicators({ ...web, series: meshSeries('http'), availability: 99, latency: { thresholdSeconds: 0.25, target: 95 } });
    for (const { expr } of made.recording) expect(expr).toContain('sum by (namespace, job, rollouts_pod_template_hash)');
    for (const objective of made.objectives) {
      expect(goodShare(objective, 'web', 'shop', 'abc').match(/rollouts_pod_template_hash="abc"/g)).toHaveLength(2);
    }
  });

  test('time requests against a bound that the histogram has: between two bounds the stricter one', () => {
    const made = indicators({ ...web, series: meshSeries('http'), latency: { thresholdSeconds: 0.3, target: 99 } });
    expect(exprOf('version:requests_slow:rate2m', made)).toContain('le=~"250([.]0)?"');
    expect(made.objectives[0]).toMatchObject({ objective: 0.99, meaning: '99% of requests take no longer than 250 ms' });
    const own = indicators({ ...web, series: applicationSeries('http', {}), latency: { thresholdSeconds: 0.3, target: 99 } });
    expect(exprOf('version:requests_slow:rate2m', own)).toContain(
      'http_request_duration_seconds_bucket{namespace="shop",job="web",le="0.3"}',
    );
  });

  test('use the series that the service declares', () => {
    const series = applicationSeries('http', { requests: 'shop_requests_total', status: 'status', durations: 'shop_seconds' });
    const made = indicators({ ...web, series, availability: 99, latency: { thresholdSeconds: 0.5, target: 99 } });
    expect(made.recording.map(({ expr }) => expr).join()).toMatch(/shop_requests_total\{.*status=~"5.."/);
    expect(made.recording.map(({ expr }) => expr).join()).toContain('shop_seconds_bucket');
  });

  test('only query what is recorded', () => {
    const made = indicators({ ...web, series: meshSeries('http'), availability: 99, latency: { thresholdSeconds: 1, target: 99 } });
    const recorded = made.recording.map(({ record }) => record);
    for (const { total, bad } of made.objectives) expect(recorded).toEqual(expect.arrayContaining([total, bad]));
  });
});
