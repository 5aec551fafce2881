import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';

const READ = ['get', 'list', 'watch'];

export interface PodReaderProps {
  /** The account that is bound. */
  readonly account: string;
  readonly namespace: string;
  /** Name of the role, which no other platform of the cluster may have. */
  readonly role: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What k8s_attributes needs to say which pod something is of (k8sattributes processor, README: cluster-scoped RBAC). */
export class PodReader extends Construct {
  constructor(scope: Construct, id: string, { account, namespace, role, labels }: PodReaderProps) {
    super(scope, id);
    const metadata = { name: role, labels };
    new k8s.KubeClusterRole(this, 'Role', {
      metadata,
      rules: [
        { apiGroups: [''], resources: ['namespaces', 'nodes', 'pods'], verbs: READ },
        { apiGroups: ['apps'], resources: ['replicasets'], verbs: READ },
      ],
    });
    new k8s.KubeClusterRoleBinding(this, 'Binding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
    });
  }
}
