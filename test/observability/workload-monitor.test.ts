import { App, Chart } from 'cdk8s';
import type { Workload } from '../../lib/model';
import { indicators, meshSeries } from '../../lib/model/indicators';
import { RecordedIndicators, WorkloadMonitor } from '../../lib/observability';
import { HTTP, type Node, webService } from '../deployment/support';

const metrics = { port: HTTP, path: '/metrics' };
const canary = { strategy: 'canary', steps: [{ weight: 10 }] } as const;

const monitorsOf = (workload: Workload): Node[] => {
  const chart = new Chart(new App(), 'test', { disableResourceNameHashes: true });
  new WorkloadMonitor(chart, 'Monitor', { workload });
  return chart.toJson() as Node[];
};

describe('the monitor of a workload', () => {
  test('follows its Service while one version runs', () => {
    const [monitor] = monitorsOf(webService({ metrics }));
    expect(monitor).toMatchObject({ kind: 'ServiceMonitor', spec: { endpoints: [{ port: 'http', path: '/metrics', interval: '30s' }] } });
  });

  test('looks at pods where two Services reach the same one, and keeps the version of each', () => {
    const [monitor] = monitorsOf(webService({ metrics, rollout: canary }));
    expect(monitor).toMatchObject({ kind: 'PodMonitor', spec: { podTargetLabels: ['rollouts-pod-template-hash'] } });
  });

  test('asks the sidecar in a mesh, which answers for the application too', () => {
    const [monitor] = monitorsOf(webService({ mesh: 'istio', rollout: canary }));
    expect(monitor?.spec.podMetricsEndpoints).toEqual([{ portNumber: 15_020, path: '/stats/prometheus', interval: '30s' }]);
  });

  test('asks the sidecars of a service of one version too, and not those of jobs', () => {
    const kinds = (workload: Workload) => monitorsOf(workload).map(({ kind }) => String(kind));
    expect(kinds(webService({ mesh: 'istio', metrics }))).toEqual(['PodMonitor']);
    expect(kinds(webService({ mesh: 'istio' }))).toEqual(['PodMonitor']);
    expect(kinds(webService({ mesh: 'istio', ends: true }))).toEqual([]);
  });

  test('is not there where there is nothing to scrape', () => {
    expect(monitorsOf(webService())).toEqual([]);
    expect(monitorsOf(webService({ rollout: canary }))).toEqual([]);
  });
});

test('recorded indicators are evaluated as often as they are scraped', () => {
  const chart = new Chart(new App(), 'test', { disableResourceNameHashes: true });
  const made = indicators({ service: 'cart', namespace: 'shop', series: meshSeries('http'), availability: 99.9 });
  new RecordedIndicators(chart, 'Indicators', { workload: webService(), indicators: made });
  const [rule] = chart.toJson() as Node[];
  expect(rule).toMatchObject({
    kind: 'PrometheusRule',
    spec: {
      groups: [{ interval: '30s', rules: [{ record: 'version:requests:rate2m' }, { record: 'version:requests_failed:rate2m' }] }],
    },
  });
});
