import { bytes, millicores } from '../../spec';
import { servingScaling } from '../capacity/replicas';
import { defineResources, defineWorkload } from '../define-workload';
import { derived } from '../derived';
import type { Cluster, PlacedService, Platform } from '../platform';
import type { Peer, Port, Workload } from '../workload';
import { ISTIO } from './facts';

/**
 * Requests a second that a gateway serves with its CPU: Envoy takes half a core for 1,000 requests with TLS and telemetry
 * (Istio, performance and scalability); a load test knows better.
 */
const REQUESTS_PER_REPLICA = 500;
const MIB = 2 ** 20;

/** Ports of the gateway for the internet; a load balancer stands before it. */
const INGRESS_PORTS = {
  http: { name: 'http', port: 8080, servicePort: 80, protocol: 'http' },
  https: { name: 'https', port: 8443, servicePort: 443, protocol: 'tcp' },
} as const satisfies Record<string, Port>;

/** Where the other network's proxies come in; they choose the service by the name in the TLS greeting (Istio, multicluster). */
export const EAST_WEST_PORT: Port = { name: 'tls', port: 15_443, servicePort: 15_443, protocol: 'tcp' };
/** Where Envoy says whether it is ready. */
const STATUS_PORT: Port = { name: 'status', port: 15_021, servicePort: 15_021, protocol: 'http' };

/** The network of a cluster: one for each VPC, since pods of two regions do not reach each other directly. */
export const networkName = ({ name }: Pick<Cluster, 'name'>) => name;

/** Another cluster of the same environment, with which this one is one mesh. */
export const meshPeers = ({ clusters, spec }: Platform, cluster: Cluster): readonly Cluster[] =>
  spec.mesh === 'istio' ? clusters.filter(({ environment, name }) => environment === cluster.environment && name !== cluster.name) : [];

/** The gateways of a cluster: one for public hosts, one for the other region. */
export function meshGateways(platform: Platform, cluster: Cluster): readonly PlacedService[] {
  const { services } = cluster;
  const open = services.filter(({ mesh }) => mesh?.gateway !== undefined);
  return [
    ...(open.length > 0 ? [ingress(platform, cluster)] : []),
    ...(meshPeers(platform, cluster).length > 0 ? [eastWest(platform, cluster)] : []),
  ];
}

function ingress(platform: Platform, cluster: Cluster): PlacedService {
  const open = cluster.services.filter(({ mesh }) => mesh?.gateway !== undefined);
  return gateway(platform, cluster, {
    name: ISTIO.gateway.name,
    ports: [INGRESS_PORTS.http, INGRESS_PORTS.https, STATUS_PORT],
    behind: open,
    callees: open.map(
      ({
        workload: {
          name,
          namespace,
          instance,
          public: { ports },
        },
      }) => ({ name, namespace, instance, ports }),
    ),
    public: { cidrs: cluster.network.zones.map((zone) => zone.public.text), ports: Object.values(INGRESS_PORTS) },
    env: {},
    labels: {},
  });
}

/** Any service may be asked from the other region, when nobody is left to answer there. */
function eastWest(platform: Platform, cluster: Cluster): PlacedService {
  const served = calledServices(cluster);
  return gateway(platform, cluster, {
    name: ISTIO.eastWest,
    ports: [EAST_WEST_PORT, STATUS_PORT],
    behind: served,
    callees: served.map(({ workload: { name, namespace, instance, ports } }) => ({ name, namespace, instance, ports })),
    public: { cidrs: meshPeers(platform, cluster).map(({ network }) => network.cidr.text), ports: [EAST_WEST_PORT] },
    // Only what belongs to this network is answered for.
    env: { ISTIO_META_REQUESTED_NETWORK_VIEW: networkName(cluster) },
    labels: { 'topology.istio.io/network': networkName(cluster) },
  });
}

/** What other services call: only these are asked across regions. */
export const calledServices = ({ services }: Cluster) =>
  services.filter(({ workload: { ports, callers } }) => ports.length > 0 && callers.some((caller) => caller.ports.length > 0));

interface GatewayInput {
  readonly name: string;
  readonly ports: readonly Port[];
  /** Services whose requests it takes. */
  readonly behind: readonly PlacedService[];
  readonly callees: readonly Peer[];
  readonly public: Workload['public'];
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

function gateway({ name: platform, team, spec }: Platform, cluster: Cluster, input: GatewayInput): PlacedService {
  const ready = (periodSeconds: number, failureThreshold: number) =>
    ({
      check: { kind: 'http', path: '/healthz/ready', port: STATUS_PORT.name },
      periodSeconds,
      timeoutSeconds: 3,
      failureThreshold,
    }) as const;
  const { name, ports, behind, callees, public: opened, env, labels } = input;
  const sum = behind.reduce((total, { throughput: { value } }) => total + value, 0);
  const throughput = derived(sum, 'sum of the services behind it', { services: String(behind.length) }, 'their throughput');
  const workload = defineWorkload({
    name,
    namespace: ISTIO.gateway.namespace,
    instance: platform,
    partOf: platform,
    team,
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
    callees,
    public: opened,
    mesh: 'istio',
    proxy: { env, labels },
  });
  return { workload, throughput, tier: behind[0]?.tier ?? '' };
}
