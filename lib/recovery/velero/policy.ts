import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ANNOTATIONS, DNS, MONITORING_NAMESPACE, POD_IDENTITY_AGENT, SERVICE_BLOCKS, VELERO } from '../../model';
import { RESTORE_TEST } from './restore-test';

export interface VeleroPolicyProps {
  /** Addresses of the cluster's network, where the API server has its interfaces. */
  readonly networkCidr: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Whom Velero and the pods that move data may talk to; the restore test talks to the API server alone. */
export class VeleroPolicy extends Construct {
  constructor(scope: Construct, id: string, { networkCidr, labels }: VeleroPolicyProps) {
    super(scope, id);
    new k8s.KubeNetworkPolicy(this, 'Velero', {
      metadata: {
        name: 'velero',
        namespace: VELERO.namespace,
        labels,
        annotations: { [ANNOTATIONS.providedBy]: 'Velero and its node agent' },
      },
      spec: {
        // The pods that move data are made by Velero, one for each volume, with names and labels of its own.
        podSelector: { matchExpressions: [{ key: 'app.kubernetes.io/component', operator: 'NotIn', values: [RESTORE_TEST] }] },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [namespaceNamed(MONITORING_NAMESPACE)], ports: tcp(VELERO.metricsPort) }],
        egress: [...toApiServer(networkCidr), ...toAws()],
      },
    });
    new k8s.KubeNetworkPolicy(this, 'RestoreTest', {
      metadata: { name: RESTORE_TEST, namespace: VELERO.namespace, labels },
      spec: {
        podSelector: { matchLabels: { 'app.kubernetes.io/component': RESTORE_TEST } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [],
        egress: toApiServer(networkCidr),
      },
    });
  }
}

const namespaceNamed = (name: string, matchLabels?: Readonly<Record<string, string>>): k8s.NetworkPolicyPeer => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
  ...(matchLabels ? { podSelector: { matchLabels } } : {}),
});
const block = (cidr: string): k8s.NetworkPolicyPeer => ({ ipBlock: { cidr } });
const tcp = (...ports: readonly number[]): k8s.NetworkPolicyPort[] =>
  ports.map((port) => ({ port: k8s.IntOrString.fromNumber(port), protocol: 'TCP' }));

/** By its name, and by its interfaces in the network: some engines look before a Service address is translated. */
const toApiServer = (network: string): k8s.NetworkPolicyEgressRule[] => [
  {
    to: [namespaceNamed(DNS.namespace, DNS.labels)],
    ports: ['UDP', 'TCP'].map((protocol) => ({ port: k8s.IntOrString.fromNumber(DNS.port), protocol })),
  },
  { to: [network, ...SERVICE_BLOCKS].map(block), ports: tcp(443) },
];

/** Buckets and keys, by addresses that nobody can list, signed with the identity of the pod. */
const toAws = (): k8s.NetworkPolicyEgressRule[] => [
  { to: [block(POD_IDENTITY_AGENT.cidr)], ports: tcp(POD_IDENTITY_AGENT.port) },
  { to: [block('0.0.0.0/0')], ports: tcp(443) },
];
