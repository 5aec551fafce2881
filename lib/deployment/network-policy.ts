import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import {
  ANNOTATIONS,
  DNS,
  EAST_WEST_PORT,
  ISTIO,
  MONITORING_NAMESPACE,
  type Peer,
  type Port,
  selectorLabels,
  standardLabels,
  type Workload,
} from '../model';
import { intoAmbient, outOfAmbient, toAmbient } from './ambient-rules';

export interface DeclaredCallsPolicyProps {
  readonly workload: Workload;
}

/**
 * The NetworkPolicy of a workload: in come its declared callers, the load balancer (in a mesh its gateway) when it is
 * public, and the metrics scraper; out go its declared calls, DNS, the control plane of the mesh, and what is declared outside
 * the cluster. Nothing else. (Probes come from the
 * kubelet of the node, which network policies do not bind.)
 */
export class DeclaredCallsPolicy extends Construct {
  constructor(scope: Construct, id: string, { workload }: DeclaredCallsPolicyProps) {
    super(scope, id);
    new k8s.KubeNetworkPolicy(this, 'Resource', {
      metadata: { name: workload.name, namespace: workload.namespace, labels: standardLabels(workload), ...provider(workload) },
      spec: {
        podSelector: { matchLabels: selectorLabels(workload) },
        policyTypes: ['Ingress', 'Egress'],
        ingress: workload.arrival
          ? intoAmbient(workload)
          : [...fromCallers(workload), ...fromOtherRegion(workload), ...fromPublic(workload), ...fromMonitoring(workload)],
        egress: [
          ...toCallees(workload),
          ...toAmbient(workload),
          ...toDns(),
          ...toControlPlane(workload),
          ...toOtherRegion(workload),
          ...toOutside(workload),
        ],
      },
    });
  }
}

/** Pods that the control plane of the mesh makes are in no manifest. */
const provider = ({ proxy }: Workload) =>
  proxy?.madeFrom ? { annotations: { [ANNOTATIONS.providedBy]: `Istio, from the Gateway of class ${proxy.madeFrom}` } } : {};

const fromCallers = ({ callers, namespace }: Workload): k8s.NetworkPolicyIngressRule[] =>
  reachable(callers).map((caller) => ({ from: [podsOf(caller, namespace)], ports: caller.ports.map((port) => numbered(port.port, port)) }));

function fromPublic(workload: Workload): k8s.NetworkPolicyIngressRule[] {
  const { mesh, proxy, public: opened } = workload;
  const blocks = (cidrs: readonly string[]): k8s.NetworkPolicyPeer[] => cidrs.map((cidr) => ({ ipBlock: { cidr } }));
  const from = mesh === 'istio' && !proxy ? [gatewayPods()] : blocks(opened.cidrs);
  const rules = [
    { from, ports: opened.ports },
    ...(opened.checks ? [{ from: blocks(opened.checks.cidrs), ports: opened.checks.ports }] : []),
  ];
  return rules
    .filter((rule) => rule.ports.length > 0 && rule.from.length > 0)
    .map((rule) => ({ from: rule.from, ports: rule.ports.map((port) => numbered(port.port, port)) }));
}

const gatewayPods = (): k8s.NetworkPolicyPeer => ({
  namespaceSelector: namespaceNamed(ISTIO.gateway.namespace),
  podSelector: { matchLabels: { 'app.kubernetes.io/name': ISTIO.gateway.name } },
});

/** Calls from the other region come through the gateway of this one; who calls is in their certificate all the same. */
const fromOtherRegion = ({ ports, callers, acrossRegions, proxy }: Workload): k8s.NetworkPolicyIngressRule[] =>
  acrossRegions && !proxy && reachable(callers).length > 0
    ? [
        {
          from: [
            {
              namespaceSelector: namespaceNamed(ISTIO.gateway.namespace),
              podSelector: { matchLabels: { 'app.kubernetes.io/name': ISTIO.eastWest } },
            },
          ],
          ports: ports.map((port) => numbered(port.port, port)),
        },
      ]
    : [];

/** When nobody is left to answer here, calls go to the gateway of the other region. */
const toOtherRegion = ({ callees, acrossRegions }: Workload): k8s.NetworkPolicyEgressRule[] =>
  acrossRegions && reachable(callees).some(({ arrival }) => arrival === undefined)
    ? [
        {
          to: acrossRegions.map((cidr) => ({ ipBlock: { cidr } })),
          ports: [{ port: k8s.IntOrString.fromNumber(EAST_WEST_PORT.port), protocol: 'TCP' }],
        },
      ]
    : [];

/** Sidecars and gateways get their configuration and certificates there. */
const toControlPlane = ({ mesh, arrival }: Workload): k8s.NetworkPolicyEgressRule[] =>
  mesh === 'istio' && !arrival
    ? [
        {
          to: [
            {
              namespaceSelector: namespaceNamed(ISTIO.controlPlane.namespace),
              podSelector: { matchLabels: { app: ISTIO.controlPlane.app } },
            },
          ],
          ports: [{ port: k8s.IntOrString.fromNumber(ISTIO.controlPlane.port), protocol: 'TCP' }],
        },
      ]
    : [];

/** In a mesh the agent of the sidecar answers for the application too: that port alone admits plaintext. */
function fromMonitoring({ metrics, mesh }: Workload): k8s.NetworkPolicyIngressRule[] {
  const own = metrics ? [numbered(metrics.port.port, metrics.port)] : [];
  const ports = mesh === 'istio' ? [{ port: k8s.IntOrString.fromNumber(ISTIO.metrics.port), protocol: 'TCP' }] : own;
  return ports.length > 0 ? [{ from: [{ namespaceSelector: namespaceNamed(MONITORING_NAMESPACE) }], ports }] : [];
}

/** Both port numbers: some engines look at a packet before the Service address is translated (EKS among them), others after. */
const toCallees = ({ callees, namespace }: Workload): k8s.NetworkPolicyEgressRule[] =>
  outsideAmbient(reachable(callees)).map((callee) => ({
    to: [podsOf(callee, namespace)],
    ports: callee.ports.flatMap((port) => [...new Set([port.port, port.servicePort])].map((number) => numbered(number, port))),
  }));

const toDns = (): k8s.NetworkPolicyEgressRule[] => [
  {
    to: [{ namespaceSelector: namespaceNamed(DNS.namespace), podSelector: { matchLabels: DNS.labels } }],
    ports: ['UDP', 'TCP'].map((protocol) => ({ port: k8s.IntOrString.fromNumber(DNS.port), protocol })),
  },
];

function toOutside(workload: Workload): k8s.NetworkPolicyEgressRule[] {
  const { external, arrival } = workload;
  const direct = arrival ? external.filter(({ host }) => host === undefined) : external;
  return [
    ...direct.map(({ cidr, ports }) => ({
      to: [{ ipBlock: { cidr } }],
      ports: ports.map((port) => ({ port: k8s.IntOrString.fromNumber(port), protocol: 'TCP' })),
    })),
    ...(arrival ? outOfAmbient(workload) : []),
  ];
}

const outsideAmbient = (peers: readonly Peer[]) => peers.filter(({ arrival }) => arrival === undefined);

/** To Kubernetes an empty list of ports means every port; a peer without ports means none. */
const reachable = (peers: readonly Peer[]) => peers.filter(({ ports }) => ports.length > 0);

const podsOf = (peer: Peer, namespace: string): k8s.NetworkPolicyPeer => ({
  ...(peer.namespace === namespace ? {} : { namespaceSelector: namespaceNamed(peer.namespace) }),
  podSelector: { matchLabels: selectorLabels(peer) },
});

/** The API server puts this label on every namespace. */
const namespaceNamed = (name: string): k8s.LabelSelector => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });

const numbered = (number: number, { protocol }: Port): k8s.NetworkPolicyPort => ({
  port: k8s.IntOrString.fromNumber(number),
  protocol: protocol === 'udp' ? 'UDP' : 'TCP',
});
