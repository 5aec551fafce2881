import type { PlatformSpec } from '../../spec';
import type { Reserved } from '../capacity/nodes';
import type { Cluster } from '../platform';
import { type SpanRate, spanRate } from '../telemetry/span-rate';
import type { MonitoringSize } from './size';

const MIB = 1024 ** 2;

/** What the pods that watch a cluster ask for. Manifests and the number of nodes follow from the same figures. */
export const WATCHERS = {
  /** Two that scrape the same: while one is replaced the other still evaluates every rule. */
  prometheus: { replicas: 2 },
  alertmanager: { millicores: 20, mib: 64 },
  blackbox: { replicas: 2, millicores: 20, mib: 64 },
  /** Replicas at their floor; memory is at least this, and grows with what is held. */
  gateway: { replicas: 2, millicores: 200, mib: 256 },
  /** On each node: one for traces, one for logs. */
  nodeAgent: { millicores: 50, mib: 256 },
} as const;

/** How long a gateway waits for the spans of a trace; the default of tail_sampling is 30 s, services here answer faster. */
export const TRACE_DECISION_SECONDS = 10;
/** Memory of one span while its trace is not decided. Assumption: two dozen attributes. */
const SPAN_BYTES = 2048;

/**
 * Memory of one replica of the gateway: it holds each span until its trace is decided, and one replica all of them while the
 * other is replaced. Half of it is for what is held, the rest for queues and batches; in steps of 128 MiB.
 */
export function gatewayMib({ spans }: SpanRate): number {
  const held = (spans.value * TRACE_DECISION_SECONDS * SPAN_BYTES) / MIB;
  return Math.max(WATCHERS.gateway.mib, Math.ceil((2 * held) / 128) * 128);
}

/** Alertmanagers of a cluster: in a protected environment the loss of one leaves two that agree. */
export const alertmanagersOf = ({ protect }: Pick<Cluster, 'protect'>) => (protect ? 3 : 2);

/** What reads traces or logs on each node of a cluster, beside what every node has. */
export function nodeAgents({ telemetry }: PlatformSpec): Reserved {
  const pods = Number(telemetry.traces !== undefined) + Number(telemetry.logs !== 'none');
  return { millicores: pods * WATCHERS.nodeAgent.millicores, bytes: pods * WATCHERS.nodeAgent.mib * MIB, pods };
}

/** What the pods that watch a cluster reserve together, those on each node left out. */
export function watchersReserve(
  spec: PlatformSpec,
  { protect, services }: Pick<Cluster, 'protect' | 'services'>,
  { cpu, memory }: Pick<MonitoringSize, 'cpu' | 'memory'>,
): Reserved {
  const { prometheus, alertmanager, blackbox, gateway } = WATCHERS;
  const parts = [
    { pods: prometheus.replicas, millicores: cpu.value.millicores, bytes: memory.value.bytes },
    { pods: alertmanagersOf({ protect }), millicores: alertmanager.millicores, bytes: alertmanager.mib * MIB },
    { pods: blackbox.replicas, millicores: blackbox.millicores, bytes: blackbox.mib * MIB },
    ...(spec.telemetry.traces
      ? [{ pods: gateway.replicas, millicores: gateway.millicores, bytes: gatewayMib(spanRate({ spec }, { services })) * MIB }]
      : []),
  ];
  return parts.reduce<Reserved>(
    (sum, { pods, millicores, bytes }) => ({
      pods: sum.pods + pods,
      millicores: sum.millicores + pods * millicores,
      bytes: sum.bytes + pods * bytes,
    }),
    { pods: 0, millicores: 0, bytes: 0 },
  );
}
