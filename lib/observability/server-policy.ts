import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ANNOTATIONS, MONITORING_NAMESPACE } from '../model';

export interface ServerPolicyProps {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of the pods; the operator makes them. */
  readonly selector: Readonly<Record<string, string>>;
  readonly ingress: k8s.NetworkPolicyIngressRule[];
  readonly egress: k8s.NetworkPolicyEgressRule[];
}

/** The NetworkPolicy of a server that the Prometheus Operator starts. */
export class ServerPolicy extends Construct {
  constructor(scope: Construct, id: string, { name, labels, selector, ingress, egress }: ServerPolicyProps) {
    super(scope, id);
    new k8s.KubeNetworkPolicy(this, 'Resource', {
      metadata: {
        name,
        namespace: MONITORING_NAMESPACE,
        labels,
        annotations: { [ANNOTATIONS.providedBy]: 'the Prometheus Operator' },
      },
      spec: { podSelector: { matchLabels: selector }, policyTypes: ['Ingress', 'Egress'], ingress, egress },
    });
  }
}
