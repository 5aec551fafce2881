import { bytes, millicores, type PlatformSpec } from '../../spec';
import { servingScaling } from '../capacity/replicas';
import { defineResources, defineWorkload } from '../define-workload';
import { derived } from '../derived';
import type { Cluster, PlacedService, Platform } from '../platform';
import type { Peer, Port, Workload } from '../workload';
import { isAmbient } from './data-plane';
import { ISTIO } from './facts';

/**
 * Requests a second that a gateway serves with its CPU: Envoy takes half a core for 1,000 requests with TLS and telemetry
 * (Istio, performance and scalability); a load test knows better.
 */
const REQUESTS_PER_REPLICA = 500;
const MIB = 2 ** 20;
const EVERYBODY = '0.0.0.0/0';

/** Ports of the gateway for the internet; a load balancer stands before it. */
const INGRESS_PORTS = {
  http: { name: 'http', port: 8080, servicePort: 80, protocol: 'http' },
  https: { name: 'https', port: 8443, servicePort: 443, protocol: 'tcp' },
} as const satisfies Record<string, Port>;

/** Where the other network's proxies come in; they choose the service by the name in the TLS greeting (Istio, multicluster). */
export const EAST_WEST_PORT: Port = { name: 'tls', port: 15_443, servicePort: 15_443, protocol: 'tcp' };
/** Where all connections of an ambient mesh arrive. */
export const HBONE_PORT: Port = { name: 'hbone', port: ISTIO.hbone, servicePort: ISTIO.hbone, protocol: 'tcp' };
/** Where Envoy says whether it is ready. */
export const STATUS_PORT: Port = { name: 'status', port: 15_021, servicePort: 15_021, protocol: 'http' };

/** The network of a cluster: one for each VPC, since pods of two regions do not reach each other directly. */
export const networkName = ({ name }: Pick<Cluster, 'name'>) => name;

/** Another cluster of the same environment, with which this one is one mesh. */
export const meshPeers = ({ clusters, spec }: Platform, cluster: Cluster): readonly Cluster[] =>
  spec.mesh === 'istio' ? clusters.filter(({ environment, name }) => environment === cluster.environment && name !== cluster.name) : [];

/** What the gateways of a cluster follow from. */
export interface GatewaysInput {
  readonly spec: PlatformSpec;
  /** The cluster before its nodes are planned: the gateways run on them. */
  readonly cluster: Pick<Cluster, 'name' | 'namespace' | 'network' | 'protect' | 'services'>;
  /** Blocks of the other regions of the mesh. */
  readonly otherRegions: readonly string[];
}

/** The gateways of a cluster: one for public hosts, one for the other region, and in ambient mode the waypoint before its services. */
export function meshGateways(input: GatewaysInput): readonly PlacedService[] {
  if (input.spec.mesh !== 'istio') return [];
  const open = input.cluster.services.filter(({ mesh }) => mesh?.gateway !== undefined);
  return [
    ...(open.length > 0 ? [ingress(input, open)] : []),
    ...(input.otherRegions.length > 0 ? [eastWest(input)] : []),
    ...waypoint(input, open),
  ];
}

function ingress(input: GatewaysInput, open: readonly PlacedService[]): PlacedService {
  return gateway(input, {
    name: ISTIO.gateway.name,
    ports: [INGRESS_PORTS.http, INGRESS_PORTS.https, STATUS_PORT],
    behind: open,
    callees: open.map(
      ({
        workload: {
          name,
          namespace,
          instance,
          arrival,
          public: { ports },
        },
      }) => ({ name, namespace, instance, ports, arrival }),
    ),
    // The load balancer keeps the addresses of those who ask.
    public: {
      cidrs: [EVERYBODY],
      ports: Object.values(INGRESS_PORTS),
      checks: { cidrs: input.cluster.network.zones.map((zone) => zone.public.text), ports: [STATUS_PORT] },
    },
    env: {},
    labels: {},
  });
}

/** Any service may be asked from the other region, when nobody is left to answer there. */
function eastWest(input: GatewaysInput): PlacedService {
  const { spec, cluster, otherRegions } = input;
  const served = calledServices(cluster);
  const port = isAmbient(spec) ? HBONE_PORT : EAST_WEST_PORT;
  return gateway(input, {
    name: ISTIO.eastWest,
    ports: [port, STATUS_PORT],
    behind: served,
    callees: served.map(({ workload: { name, namespace, instance, ports, arrival } }) => ({ name, namespace, instance, ports, arrival })),
    public: { cidrs: otherRegions, ports: [port] },
    ...(isAmbient(spec) ? { madeFrom: 'istio-east-west' } : {}),
    // Only what belongs to this network is answered for.
    env: { ISTIO_META_REQUESTED_NETWORK_VIEW: networkName(cluster) },
    labels: { 'topology.istio.io/network': networkName(cluster) },
  });
}

/** Before the services whose requests are read, and on the way to hosts outside: who calls these is known by nobody else. */
function waypoint(input: GatewaysInput, open: readonly PlacedService[]): readonly PlacedService[] {
  const { spec, cluster, otherRegions } = input;
  const read = cluster.services.filter(({ workload }) => workload.arrival === 'waypoint');
  const leaving = isAmbient(spec)
    ? cluster.services.filter(({ workload }) => workload.external.some(({ host }) => host !== undefined))
    : [];
  if (read.length === 0 && leaving.length === 0) return [];
  const names = new Set([
    ...read.flatMap(({ workload }) => workload.callers.filter(({ ports }) => ports.length > 0).map(({ name }) => name)),
    ...leaving.map(({ workload }) => workload.name),
  ]);
  const instance = spec.platform;
  const own = { namespace: cluster.namespace, instance, ports: [HBONE_PORT] };
  const door = (name: string): Peer => ({ ...own, name, namespace: ISTIO.gateway.namespace });
  return [
    gateway(input, {
      name: ISTIO.waypoint,
      namespace: cluster.namespace,
      ports: [HBONE_PORT, STATUS_PORT],
      behind: read,
      callers: [
        ...[...names].sort().map((name) => ({ ...own, name })),
        ...(open.some(({ workload }) => workload.arrival === 'waypoint') ? [door(ISTIO.gateway.name)] : []),
        ...(otherRegions.length > 0 ? [door(ISTIO.eastWest)] : []),
      ],
      callees: read.map(({ workload: { name } }) => ({ ...own, name, arrival: 'pods' })),
      external: leaving.flatMap(({ workload }) => workload.external.filter(({ host }) => host !== undefined)),
      public: { cidrs: [], ports: [] },
      env: {},
      labels: {},
      madeFrom: 'istio-waypoint',
    }),
  ];
}

/** What other services call: only these are asked across regions. */
export const calledServices = ({ services }: Pick<Cluster, 'services'>) =>
  services.filter(({ workload: { ports, callers } }) => ports.length > 0 && callers.some((caller) => caller.ports.length > 0));

interface Gateway {
  readonly name: string;
  readonly ports: readonly Port[];
  /** Services whose requests it takes. */
  readonly behind: readonly PlacedService[];
  readonly callers?: readonly Peer[];
  readonly callees: readonly Peer[];
  readonly external?: Workload['external'];
  /** Default: that of gateways. */
  readonly namespace?: string;
  readonly madeFrom?: NonNullable<Workload['proxy']>['madeFrom'];
  readonly public: Workload['public'];
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

function gateway({ spec, cluster, otherRegions }: GatewaysInput, input: Gateway): PlacedService {
  const ready = (periodSeconds: number, failureThreshold: number) =>
    ({
      check: { kind: 'http', path: '/healthz/ready', port: STATUS_PORT.name },
      periodSeconds,
      timeoutSeconds: 3,
      failureThreshold,
    }) as const;
  const {
    name,
    namespace = ISTIO.gateway.namespace,
    ports,
    behind,
    callers = [],
    callees,
    external = [],
    public: opened,
    env,
    labels,
    madeFrom,
  } = input;
  const sum = behind.reduce((total, { throughput: { value } }) => total + value, 0);
  const throughput = derived(sum, 'sum of the services behind it', { services: String(behind.length) }, 'their throughput');
  const workload = defineWorkload({
    name,
    namespace,
    instance: spec.platform,
    partOf: spec.platform,
    team: spec.team ?? spec.platform,
    component: 'gateway',
    image: { repository: 'auto' },
    ports,
    probes: { startup: ready(1, 60), readiness: ready(5, 3), liveness: ready(10, 6) },
    resources: defineResources({ cpu: millicores(500), memory: bytes(256 * MIB) }, { memory: bytes(1024 * MIB) }),
    scaling: servingScaling({
      throughput,
      requestsPerReplica: REQUESTS_PER_REPLICA,
      targetUtilization: spec.capacity.targetUtilization.fraction,
      zoneLossUtilization: spec.capacity.zoneLossUtilization.fraction,
      zones: cluster.network.zones.length,
      minimum: cluster.protect ? 3 : 2,
      burst: 2,
    }),
    // Envoy drains on SIGTERM; load balancers need longer to notice.
    stop: { waitSeconds: 15, graceSeconds: 60, with: 'kubelet' },
    callers,
    callees,
    external,
    public: opened,
    mesh: 'istio',
    ...(madeFrom === 'istio-waypoint' && otherRegions.length > 0 ? { acrossRegions: otherRegions } : {}),
    proxy: { env, labels, ...(madeFrom ? { madeFrom } : {}) },
  });
  return { workload, throughput, tier: behind[0]?.tier ?? '' };
}
