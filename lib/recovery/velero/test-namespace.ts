import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { RESTORE_TEST_NAMESPACE } from '../../model';

export interface TestNamespacePolicyProps {
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * What restored pods may talk to: each other. They hold real data and real passwords, and would otherwise take themselves for
 * the database that they are a copy of.
 */
export class TestNamespacePolicy extends Construct {
  constructor(scope: Construct, id: string, { labels }: TestNamespacePolicyProps) {
    super(scope, id);
    const each: k8s.NetworkPolicyPeer[] = [{ podSelector: {} }];
    new k8s.KubeNetworkPolicy(this, 'Resource', {
      metadata: {
        name: 'each-other',
        namespace: RESTORE_TEST_NAMESPACE,
        labels,
        annotations: { 'holdfast.dev/provided-by': 'restores of Velero' },
      },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{ from: each }], egress: [{ to: each }] },
    });
  }
}
