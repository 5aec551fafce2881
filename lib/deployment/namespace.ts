import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';

export interface RestrictedNamespaceProps {
  /** Name of the namespace. */
  readonly name: string;
  /** Further labels. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Level of the Pod Security Standards that pods must keep; another one where pods look at their node. @default restricted */
  readonly admits?: 'restricted' | 'privileged';
}

/** A namespace that admits only pods of a level (restricted, if nothing else is said), and in which nothing talks to anything unless a policy allows it. */
export class RestrictedNamespace extends Construct {
  constructor(scope: Construct, id: string, { name, labels, annotations, admits = 'restricted' }: RestrictedNamespaceProps) {
    super(scope, id);
    new k8s.KubeNamespace(this, 'Namespace', {
      metadata: {
        name,
        ...(annotations ? { annotations } : {}),
        labels: {
          ...labels,
          'pod-security.kubernetes.io/enforce': admits,
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
