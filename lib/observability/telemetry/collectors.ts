import { dump } from 'js-yaml';
import {
  COLLECTORS,
  defineResources,
  defineWorkload,
  gatewayMib,
  type Peer,
  type Port,
  type Probe,
  type SpanRate,
  WATCHERS,
  type Workload,
} from '../../model';
import { bytes, millicores } from '../../spec';
import { twoAtLeast } from '../scaling';
import { COLLECTOR_IMAGE } from './image';

const CONFIG = '/etc/otelcol/config.yaml';
const MIB = 1024 ** 2;

export interface CollectorProps {
  readonly name: string;
  readonly namespace: string;
  readonly platform: string;
  readonly team: string;
  readonly config: object;
  readonly memoryMib: number;
  readonly cpuMillicores: number;
  /** Whether it takes spans. */
  readonly receives: boolean;
  readonly callers?: readonly Peer[];
  readonly callees?: readonly Peer[];
  readonly writable?: readonly string[];
}

/** A collector as a workload: its configuration is a file, its own metrics are scraped, its health is asked. */
export function collector({
  name,
  namespace,
  platform,
  team,
  config,
  memoryMib,
  cpuMillicores,
  receives,
  ...more
}: CollectorProps): Workload {
  const { otlp, metrics, health } = COLLECTORS.ports;
  const ports: readonly Port[] = [...(receives ? [otlp] : []), metrics, health];
  const memory = bytes(memoryMib * MIB);
  return defineWorkload({
    name,
    namespace,
    instance: platform,
    partOf: platform,
    team,
    component: 'collector',
    image: COLLECTOR_IMAGE,
    args: [`--config=${CONFIG}`],
    // Go frees memory in time only when it is told how much there is (collector, README: GOMEMLIMIT at 80 % of the limit).
    env: { GOMEMLIMIT: `${Math.floor(memoryMib * 0.8)}MiB` },
    files: { [CONFIG]: dump(config, { lineWidth: -1, noRefs: true }) },
    ports,
    probes: { startup: probe(12), readiness: probe(3), liveness: probe(6) },
    resources: defineResources({ cpu: millicores(cpuMillicores), memory }, { memory }),
    // The image has no shell, and so no sleep.
    stop: { waitSeconds: 10, graceSeconds: 30, with: 'copied' },
    metrics: { port: metrics, path: '/metrics' },
    ...more,
  });
}

const probe = (failureThreshold: number): Probe => ({
  check: { kind: 'http', path: '/', port: COLLECTORS.ports.health.name },
  periodSeconds: 10,
  timeoutSeconds: 2,
  failureThreshold,
});

/** The gateway, as large as what it holds. */
export function gateway(props: Omit<CollectorProps, 'name' | 'memoryMib' | 'cpuMillicores' | 'receives'>, rate: SpanRate): Workload {
  const { millicores: cpuMillicores } = WATCHERS.gateway;
  return {
    ...collector({ ...props, name: COLLECTORS.gateway, memoryMib: gatewayMib(rate), cpuMillicores, receives: true }),
    scaling: twoAtLeast,
  };
}
