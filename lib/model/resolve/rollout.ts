import type { PlatformSpec, ServiceSpec } from '../../spec';
import { applicationSeries, type Indicators, indicators, meshSeries, type RequestSeries } from '../indicators';
import { DEFAULT_STEPS, type RolloutPlan } from '../rollout';
import type { Port } from '../workload';

/** How new versions of a declared service come in. */
export function rolloutOf(
  name: string,
  service: ServiceSpec,
  ports: readonly Port[],
  namespace: string,
  { mesh }: PlatformSpec,
): RolloutPlan {
  const { strategy, steps, autoPromote, header, unjudged } = service.rollout;
  if (strategy === 'rolling') return { strategy };
  const progressive = {
    header,
    judgedBy: unjudged === undefined ? judgedBy(name, service, ports, namespace, mesh) : undefined,
    // Istio divides requests, not connections.
    router: mesh === 'istio' && requestPort(service, ports) ? ('istio' as const) : undefined,
  };
  return strategy === 'blueGreen'
    ? { strategy, ...progressive, autoPromoteSeconds: autoPromote?.seconds }
    : { strategy, ...progressive, steps: steps?.map(({ weight, pause }) => ({ weight, pauseSeconds: pause?.seconds })) ?? DEFAULT_STEPS };
}

function judgedBy(
  service: string,
  spec: ServiceSpec,
  ports: readonly Port[],
  namespace: string,
  mesh: PlatformSpec['mesh'],
): Indicators | undefined {
  const series = seriesOf(spec, ports, mesh);
  const { availability, latency } = spec.objectives ?? {};
  if (!series || (availability === undefined && !latency)) return undefined;
  return indicators({
    service,
    namespace,
    series,
    availability,
    latency: latency && { thresholdSeconds: latency.threshold.seconds, target: latency.target },
  });
}

/** The mesh counts alike for every service; a service's own series count where there is no mesh. */
function seriesOf(service: ServiceSpec, ports: readonly Port[], mesh: PlatformSpec['mesh']): RequestSeries | undefined {
  const protocol = requestPort(service, ports)?.protocol === 'grpc' ? 'grpc' : 'http';
  if (mesh === 'istio' && requestPort(service, ports)) return meshSeries(protocol);
  return service.metrics && applicationSeries(protocol, service.metrics);
}

/** The port that requests come to: the public one, or the first that speaks a protocol of requests. */
function requestPort(service: ServiceSpec, ports: readonly Port[]): Port | undefined {
  const named = ports.find(({ name }) => name === service.public?.port);
  return [...(named ? [named] : []), ...ports].find(({ protocol }) => protocol === 'http' || protocol === 'grpc');
}
