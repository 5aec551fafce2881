import { k8s } from 'cdk8s-plus-27';
import { HBONE_PORT, ISTIO, MONITORING_NAMESPACE, type Peer, selectorLabels, type Workload } from '../model';

/**
 * Rules for pods whose connections the proxy of their node carries. Whatever port is called, the packets go to one port of the
 * other end; which port is meant, and by whom, is the mesh's to judge. What leads out of the mesh goes as it is.
 */

/** Callers reach the waypoint where there is one, and nobody reaches the pods but through it. */
export function intoAmbient(workload: Workload): k8s.NetworkPolicyIngressRule[] {
  const { arrival, namespace, callers, acrossRegions, public: opened, metrics, instance } = workload;
  const called = callers.filter(({ ports }) => ports.length > 0);
  const gateway = (name: string) => ({ name, namespace: ISTIO.gateway.namespace, instance });
  const from =
    arrival === 'waypoint'
      ? called.length > 0 || opened.ports.length > 0
        ? [{ name: ISTIO.waypoint, namespace, instance }]
        : []
      : [
          ...called,
          ...(opened.ports.length > 0 ? [gateway(ISTIO.gateway.name)] : []),
          ...(acrossRegions && called.length > 0 ? [gateway(ISTIO.eastWest)] : []),
        ];
  return [
    ...from.map((peer) => ({ from: [podsOf(peer, namespace)], ports: HBONE })),
    ...(metrics ? [{ from: [{ namespaceSelector: namespaceNamed(MONITORING_NAMESPACE) }], ports: HBONE }] : []),
    ...fromKubelet(workload),
  ];
}

/** The kubelet asks from an address of its own, which engines do not take for the node's. */
function fromKubelet({ probes, ports }: Workload): k8s.NetworkPolicyIngressRule[] {
  if (!probes) return [];
  const asked = [probes.startup, probes.readiness, probes.liveness].flatMap(({ check }) => {
    if (check.kind === 'exec') return [];
    if (check.kind === 'grpc') return [check.port];
    return ports.filter(({ name }) => name === check.port).map(({ port }) => port);
  });
  const numbers = [...new Set(asked)].sort((a, b) => a - b);
  return numbers.length > 0
    ? [
        {
          from: [{ ipBlock: { cidr: ISTIO.kubelet } }],
          ports: numbers.map((port) => ({ port: k8s.IntOrString.fromNumber(port), protocol: 'TCP' })),
        },
      ]
    : [];
}

/** Calls to services of the mesh: to their waypoint, or to their pods; and to the other region, when nobody is left to answer here. */
export function toAmbient({ callees, namespace, instance, acrossRegions }: Workload): k8s.NetworkPolicyEgressRule[] {
  const meshed = callees.filter(({ ports, arrival }) => ports.length > 0 && arrival !== undefined);
  const read = meshed.filter(({ arrival }) => arrival === 'waypoint');
  const direct = meshed.filter(({ arrival }) => arrival === 'pods');
  const waypoints = [...new Set(read.map((peer) => peer.namespace))].map((at) => ({ name: ISTIO.waypoint, namespace: at, instance }));
  return [
    ...[...waypoints, ...direct].map((peer) => ({ to: [podsOf(peer, namespace)], ports: HBONE })),
    ...(acrossRegions && direct.length > 0 ? [{ to: acrossRegions.map((cidr) => ({ ipBlock: { cidr } })), ports: HBONE }] : []),
  ];
}

/** Hosts that are known by name are reached through the waypoint, which knows who may; addresses are reached as they are. */
export function outOfAmbient({ external, namespace, instance }: Workload): k8s.NetworkPolicyEgressRule[] {
  const waypoint = { name: ISTIO.waypoint, namespace, instance };
  return external.some(({ host }) => host !== undefined) ? [{ to: [podsOf(waypoint, namespace)], ports: HBONE }] : [];
}

const HBONE: k8s.NetworkPolicyPort[] = [{ port: k8s.IntOrString.fromNumber(HBONE_PORT.port), protocol: 'TCP' }];

const podsOf = (peer: Pick<Peer, 'name' | 'namespace' | 'instance'>, namespace: string): k8s.NetworkPolicyPeer => ({
  ...(peer.namespace === namespace ? {} : { namespaceSelector: namespaceNamed(peer.namespace) }),
  podSelector: { matchLabels: selectorLabels(peer) },
});

/** The API server puts this label on every namespace. */
const namespaceNamed = (name: string): k8s.LabelSelector => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
