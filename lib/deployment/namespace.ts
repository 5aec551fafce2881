import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';

export interface RestrictedNamespaceProps {
  /** Name of the namespace. */
  readonly name: string;
  /** Further labels. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A namespace that admits only pods of level restricted, and in which nothing talks to anything unless a policy allows it. */
export class RestrictedNamespace extends Construct {
  constructor(scope: Construct, id: string, { name, labels }: RestrictedNamespaceProps) {
    super(scope, id);
    new k8s.KubeNamespace(this, 'Namespace', {
      metadata: {
        name,
        labels: {
          ...labels,
          'pod-security.kubernetes.io/enforce': 'restricted',
          'pod-security.kubernetes.io/audit': 'restricted',
          'pod-security.kubernetes.io/warn': 'restricted',
        },
      },
    });
    new k8s.KubeNetworkPolicy(this, 'DefaultDeny', {
      metadata: { name: 'default-deny', namespace: name, labels },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
  }
}
