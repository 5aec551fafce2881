import { dump } from 'js-yaml';
import { COLLECTORS, defineResources, defineWorkload, type Peer, type Port, type Probe, type SpanRate, type Workload } from '../../model';
import { bytes, millicores } from '../../spec';
import { twoAtLeast } from '../scaling';
import { COLLECTOR_IMAGE } from './image';
import { LIMITS } from './limits';

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

/** A gateway holds each span until its trace is decided, and one replica all of them while the other is replaced. */
export function gateway(props: Omit<CollectorProps, 'name' | 'memoryMib' | 'cpuMillicores' | 'receives'>, { spans }: SpanRate): Workload {
  const held = (spans.value * LIMITS.decisionWaitSeconds * LIMITS.spanBytes) / MIB;
  // Half of the memory for what is held, the rest for queues and batches; in steps of 128 MiB.
  const memoryMib = Math.max(256, Math.ceil((2 * held) / 128) * 128);
  return { ...collector({ ...props, name: COLLECTORS.gateway, memoryMib, cpuMillicores: 200, receives: true }), scaling: twoAtLeast };
}
