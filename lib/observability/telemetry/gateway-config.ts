import type { Destination } from '../../model';
import { HEALTH, OTLP_RECEIVER, OWN_METRICS, processors, SENDING } from './common-config';
import { LIMITS } from './limits';

export interface GatewayConfigProps {
  readonly destination: Destination;
  /** Percent of ordinary traces that are kept. */
  readonly sampledPercent: number;
  /** Traces that begin in one second, at the peak. */
  readonly tracesPerSecond: number;
}

/** Never fewer traces in memory than this: tests and quiet services have bursts too. */
const LEAST_TRACES = 1000;

/** The gateway: waits until a trace is whole, keeps it when it failed, was slow, or is drawn, and sends it away. */
export const gatewayConfig = ({ destination, sampledPercent, tracesPerSecond }: GatewayConfigProps) => ({
  extensions: HEALTH,
  receivers: OTLP_RECEIVER,
  processors: processors({
    tail_sampling: {
      decision_wait: `${LIMITS.decisionWaitSeconds}s`,
      // One replica may have to carry all of them while others are replaced; twice, since decided traces linger.
      num_traces: Math.max(LEAST_TRACES, 2 * tracesPerSecond * LIMITS.decisionWaitSeconds),
      expected_new_traces_per_sec: tracesPerSecond,
      policies: [
        { name: 'failed', type: 'status_code', status_code: { status_codes: ['ERROR'] } },
        { name: 'slow', type: 'latency', latency: { threshold_ms: LIMITS.slowTraceMs } },
        { name: 'share', type: 'probabilistic', probabilistic: { sampling_percentage: sampledPercent } },
      ],
    },
  }),
  exporters: { otlp_grpc: { endpoint: destination.address, tls: { insecure: !destination.secure }, ...SENDING } },
  service: {
    extensions: ['health_check'],
    pipelines: { traces: { receivers: ['otlp'], processors: ['memory_limiter', 'tail_sampling', 'batch'], exporters: ['otlp_grpc'] } },
    telemetry: OWN_METRICS,
  },
});
