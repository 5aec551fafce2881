import type { PlatformSpec, ServiceSpec } from '../../spec';
import type { IndicatorInput } from '../indicators';
import { requestSeriesOf } from '../request-series';
import type { Port } from '../workload';

/** Objectives of a service, and where its requests are counted. */
export interface ServiceObjectives extends IndicatorInput {
  /** Over which the error budget is counted. */
  readonly windowSeconds: number;
}

/** Objectives of a declared service; undefined when it has none, or when nothing counts its requests. */
export function objectivesOf(
  service: string,
  spec: ServiceSpec,
  ports: readonly Port[],
  namespace: string,
  mesh: PlatformSpec['mesh'],
): ServiceObjectives | undefined {
  const series = requestSeriesOf(spec, ports, mesh);
  const { availability, latency, window } = spec.objectives ?? {};
  if (!series || !window || (availability === undefined && !latency)) return undefined;
  return {
    service,
    namespace,
    series,
    availability,
    latency: latency && { thresholdSeconds: latency.threshold.seconds, target: latency.target },
    windowSeconds: window.seconds,
  };
}
