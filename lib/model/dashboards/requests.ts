import type { RequestSeries } from '../indicators';
import { type Panel, RATE, within } from './dashboard';

/** Rate, errors and duration of the requests that a selector chooses (Wilkie, the RED method). */
export function requestPanels(series: RequestSeries, by: string, ...matchers: readonly string[]): readonly Panel[] {
  const own = [...matchers, ...(series.matchers ? [series.matchers] : [])];
  const rate = (metric: string, ...more: readonly string[]) => `rate(${within(metric, ...own, ...more)}[${RATE}])`;
  const requests = `sum by (${by}) (${rate(series.requests)})`;
  const failed = `sum by (${by}) (${rate(series.requests, series.failed)})`;
  const quantile = (share: number) =>
    `histogram_quantile(${share}, sum by (le) (${rate(`${series.durations}_bucket`)})) / ${series.unitsPerSecond}`;
  return [
    {
      title: 'Requests',
      description: 'Requests a second. A step down without a step elsewhere is an outage that nobody has noticed yet.',
      kind: 'graph',
      unit: 'reqps',
      min: 0,
      queries: [{ expr: requests, legend: `{{${by}}}` }],
    },
    {
      title: 'Failed requests',
      description: 'Share of requests that failed by the fault of the service. Without a failure the line is at zero.',
      kind: 'graph',
      unit: 'percentunit',
      min: 0,
      queries: [{ expr: `(${failed} or 0 * ${requests}) / ${requests}`, legend: `{{${by}}}` }],
    },
    {
      title: 'Duration',
      description: 'How long half, 95 and 99 of a hundred requests took at most. What only the last one shows, few users feel often.',
      kind: 'graph',
      unit: 's',
      min: 0,
      queries: [0.5, 0.95, 0.99].map((share) => ({ expr: quantile(share), legend: `${share * 100}%` })),
    },
  ];
}
