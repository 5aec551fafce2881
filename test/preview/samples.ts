import { parser } from '@prometheus-io/lezer-promql';

/** Hours of samples before now. */
export const HOURS = 7;
const STEP_SECONDS = 60;
const REGIONS = ['eu-central-1', 'eu-west-1'];
const BOUNDS = ['0.05', '0.1', '0.25', '0.5', '1', '2.5', '+Inf'];

/** What queries group by without asking for a value. */
const OTHERS = { namespace: 'shop', service: 'web', objective: 'availability', severity: 'warning' };

interface Selector {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Series that queries select: the metric with the labels that are asked for by equality. */
function selectorsOf(query: string): readonly Selector[] {
  const found: Selector[] = [];
  parser.parse(query).iterate({
    enter: ({ name, node }) => {
      const identifier = name === 'VectorSelector' ? node.getChild('Identifier') : null;
      if (!identifier) return;
      const labels = [...query.slice(identifier.to, node.to).matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', value = '']) => [
        label,
        value,
      ]);
      found.push({ metric: query.slice(identifier.from, identifier.to), labels: Object.fromEntries(labels) as Record<string, string> });
    },
  });
  return found;
}

/** Values that look like a day of a service: a wave, and an incident two hours ago in one region. */
function valueAt(metric: string, region: number, failed: boolean, bound: number | undefined, secondsAgo: number): number {
  const wave = 1 + 0.4 * Math.sin(secondsAgo / 4_000 + region) + 0.05 * Math.sin(secondsAgo / 130);
  const incident = region === 1 && secondsAgo < 7_200 && secondsAgo > 5_400;
  if (metric.includes('restarts')) return 0;
  if (/_(total|count|bucket)$/.test(metric)) {
    const rate = 120 * wave * (failed ? (incident ? 0.08 : 0.001) : 1);
    const slow = incident ? 0.4 : 0.12;
    return bound === undefined ? rate : rate * (1 - Math.exp(-bound / slow));
  }
  if (metric.includes('success')) return incident ? 0 : 1;
  if (metric === 'ALERTS') return 1;
  if (metric.includes('memory')) return 150e6 + 20e6 * wave;
  if (metric.includes('ratio'))
    return metric.includes('budget') ? 0.7 - (secondsAgo < 7_200 && region === 1 ? 0.25 : 0) : incident ? 0.08 : 0.001;
  if (metric.includes('max_replicas')) return 16;
  if (metric.includes('resource_limits')) return 256e6;
  if (metric.includes('resource_requests')) return 250;
  return Math.round(6 * wave);
}

/** Samples of every series that queries ask for, as OpenMetrics. */
export function openMetrics(queries: readonly string[], service: string, now: number): string {
  const series = new Map<string, { metric: string; region: number; failed: boolean; bound?: number }>();
  for (const { metric, labels } of queries.flatMap(selectorsOf)) {
    for (const [region, name] of REGIONS.entries()) {
      for (const bound of metric.endsWith('_bucket') ? BOUNDS : [undefined]) {
        for (const failed of /requests_total$|handled_total$/.test(metric) ? [false, true] : [false]) {
          const status = failed
            ? { code: '500', response_code: '500', grpc_code: 'Unavailable', grpc_response_status: '14' }
            : { code: '200' };
          const all = {
            environment: 'production',
            ...OTHERS,
            ...labels,
            region: name,
            pod: `${service}-6d4cf56db6-x7k2p`,
            ...status,
            ...(bound ? { le: bound } : {}),
          };
          const written = Object.entries(all).map(([label, value]) => `${label}="${value}"`);
          series.set(`${metric}{${written.join(',')}}`, {
            metric,
            region,
            failed,
            ...(bound ? { bound: Number(bound.replace('+Inf', '1e9')) } : {}),
          });
        }
      }
    }
  }
  const lines: string[] = [];
  for (const [name, { metric, region, failed, bound }] of [...series].sort(([a], [b]) => (a < b ? -1 : 1))) {
    let sum = 0;
    for (let ago = HOURS * 3_600; ago >= 0; ago -= STEP_SECONDS) {
      const value = valueAt(metric, region, failed, bound, ago);
      sum += value * STEP_SECONDS;
      lines.push(`${name} ${/_(total|count|bucket)$/.test(metric) ? sum : value} ${now - ago}`);
    }
  }
  return `${lines.join('\n')}\n# EOF\n`;
}
