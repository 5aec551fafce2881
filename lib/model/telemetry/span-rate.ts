import { type Derived, derived, figure } from '../derived';
import type { Cluster, Platform } from '../platform';

/** Spans and traces that a cluster makes at its peak, in one second. */
export interface SpanRate {
  readonly spans: Derived<number>;
  readonly traces: Derived<number>;
}

/** One span where a request arrives at a traced service; a trace for each request of the service that gets most. */
export function spanRate({ spec }: Pick<Platform, 'spec'>, { services }: Pick<Cluster, 'services'>): SpanRate {
  const rates = services.flatMap(({ workload: { name }, throughput }) => (spec.services[name]?.traces ? [throughput.value] : []));
  const spans = Math.ceil(rates.reduce((sum, rate) => sum + rate, 0));
  const traces = Math.ceil(Math.max(0, ...rates));
  const inputs = { services: String(rates.length), 'requests/s of all': figure(spans), 'of the busiest': figure(traces) };
  return {
    spans: derived(spans, 'sum of the throughput of traced services', inputs, 'load of the platform file'),
    traces: derived(traces, 'throughput of the busiest traced service', inputs, 'load of the platform file'),
  };
}
