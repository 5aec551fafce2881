import type { PlatformSpec, ServiceSpec } from '../spec';
import { applicationSeries, meshSeries, type RequestSeries } from './indicators';
import type { Port } from './workload';

/** Where the requests of a service are counted: the mesh counts alike for all, a service's own series count where there is none. */
export function requestSeriesOf(service: ServiceSpec, ports: readonly Port[], mesh: PlatformSpec['mesh']): RequestSeries | undefined {
  const port = requestPort(service, ports);
  const protocol = port?.protocol === 'grpc' ? 'grpc' : 'http';
  if (mesh === 'istio' && port) return meshSeries(protocol);
  return service.metrics && applicationSeries(protocol, service.metrics);
}

/** The port that requests come to: the public one, or the first that speaks a protocol of requests. */
export function requestPort(service: ServiceSpec, ports: readonly Port[]): Port | undefined {
  const named = ports.find(({ name }) => name === service.public?.port);
  return [...(named ? [named] : []), ...ports].find(({ protocol }) => protocol === 'http' || protocol === 'grpc');
}
