import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { NamespaceLimits, NamespaceSecretStore, RestrictedNamespace, TeamAccess } from '../lib/deployment';
import { ReconcilerAccess } from '../lib/gitops';
import type { Cluster, Platform } from '../lib/model';

export interface PlatformChartProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
}

/** What a cluster needs once, before any service. */
export class PlatformChart extends Chart {
  constructor(scope: Construct, id: string, { platform, cluster }: PlatformChartProps) {
    super(scope, id, { disableResourceNameHashes: true });
    const { namespace, tenancy, secretStore, services } = cluster;
    const labels = {
      'app.kubernetes.io/part-of': platform.name,
      'app.kubernetes.io/managed-by': 'holdfast',
      'holdfast.dev/team': platform.team,
    };
    new RestrictedNamespace(this, 'Namespace', { name: namespace, labels });
    new NamespaceLimits(this, 'Limits', { namespace, tenancy, labels });
    new TeamAccess(this, 'Access', { platform: platform.name, namespace, teams: tenancy.teams, labels });
    if (platform.spec.gitops !== 'argocd') new ReconcilerAccess(this, 'Reconciler', { namespace, labels });
    if (services.some(({ workload }) => workload.secrets.length > 0)) {
      new NamespaceSecretStore(this, 'SecretStore', { store: secretStore, namespace, labels });
    }
  }
}
