import { k8s } from 'cdk8s-plus-27';
import { DNS, POD_IDENTITY_AGENT, SERVICE_BLOCKS } from '../model';

/** Pieces of network policies: who is at the other end, and on which ports. */

type Labels = Readonly<Record<string, string>>;

/** Pods of this namespace. */
export const pods = (matchLabels: Labels): k8s.NetworkPolicyPeer => ({ podSelector: { matchLabels } });

/** Pods of another namespace, or some of them. */
export const namespace = (name: string, matchLabels?: Labels): k8s.NetworkPolicyPeer => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
  ...(matchLabels ? { podSelector: { matchLabels } } : {}),
});

export const block = (cidr: string): k8s.NetworkPolicyPeer => ({ ipBlock: { cidr } });

/** Everywhere outside, for addresses that nobody can list. */
export const ANYWHERE = block('0.0.0.0/0');

export const tcp = (...ports: readonly number[]): k8s.NetworkPolicyPort[] =>
  ports.map((port) => ({ port: k8s.IntOrString.fromNumber(port), protocol: 'TCP' }));
export const udp = (...ports: readonly number[]): k8s.NetworkPolicyPort[] => tcp(...ports).map((port) => ({ ...port, protocol: 'UDP' }));

export const toDns = (): k8s.NetworkPolicyEgressRule => ({
  to: [namespace(DNS.namespace, DNS.labels)],
  ports: [...udp(DNS.port), ...tcp(DNS.port)],
});

/** The API server: its network interfaces in the VPC, and its Service. Some engines look before the address is translated. */
export const toApiServer = (vpc: string): k8s.NetworkPolicyEgressRule => ({ to: [vpc, ...SERVICE_BLOCKS].map(block), ports: tcp(443) });

/** Services of AWS, signed with the identity of the pod. */
export const toAws = (): k8s.NetworkPolicyEgressRule[] => [
  { to: [block(POD_IDENTITY_AGENT.cidr)], ports: tcp(POD_IDENTITY_AGENT.port) },
  { to: [ANYWHERE], ports: tcp(443) },
];
