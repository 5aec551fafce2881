import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { MONITORING_NAMESPACE } from '../../model';

const READ = ['get', 'list', 'watch'];

/** What Prometheus asks the API server for: whom to scrape, and the metrics that only nodes have. */
const SCRAPE: k8s.PolicyRule[] = [
  { apiGroups: [''], resources: ['endpoints', 'nodes', 'pods', 'services'], verbs: READ },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
  { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
  { nonResourceUrLs: ['/metrics', '/metrics/cadvisor'], verbs: ['get'] },
];

export interface ScrapeAccessProps {
  /** Name of the account. */
  readonly name: string;
  /** Name of its role, which no other platform of the cluster may have. */
  readonly role: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The account of Prometheus, which may find what it scrapes in any namespace, and change nothing. */
export class ScrapeAccess extends Construct {
  constructor(scope: Construct, id: string, { name, role, labels }: ScrapeAccessProps) {
    super(scope, id);
    const apiGroup = 'rbac.authorization.k8s.io';
    new k8s.KubeServiceAccount(this, 'Account', {
      metadata: { name, namespace: MONITORING_NAMESPACE, labels },
      automountServiceAccountToken: false,
    });
    new k8s.KubeClusterRole(this, 'Role', { metadata: { name: role, labels }, rules: SCRAPE });
    new k8s.KubeClusterRoleBinding(this, 'Binding', {
      metadata: { name: role, labels },
      roleRef: { apiGroup, kind: 'ClusterRole', name: role },
      subjects: [{ kind: 'ServiceAccount', name, namespace: MONITORING_NAMESPACE }],
    });
  }
}
