import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ARGOCD_NAMESPACE, type Cluster, goDuration, type SyncedKind, teamGroup } from '../../model';
import type { EnvironmentSpec } from '../../spec';

export interface SyncProjectProps {
  readonly platform: string;
  readonly name: string;
  readonly description: string;
  /** Who may sync by hand, and promote roll-outs. */
  readonly team: string;
  readonly repository: string;
  /** Clusters that the project may write to. */
  readonly clusters: readonly Cluster[];
  /** Namespaces that it may write to. @default that of the services of each cluster */
  readonly namespaces?: readonly string[];
  /** Kinds that it may write. */
  readonly namespaced: readonly SyncedKind[];
  readonly clusterWide: readonly SyncedKind[];
  readonly freeze: EnvironmentSpec['freeze'];
  readonly labels: Readonly<Record<string, string>>;
}

/** The AppProject of one team in one environment: from one repository, to its clusters, of its kinds. */
export class SyncProject extends Construct {
  constructor(scope: Construct, id: string, props: SyncProjectProps) {
    super(scope, id);
    const { name, description, repository, clusters, namespaces, namespaced, clusterWide, freeze, labels } = props;
    new ApiObject(this, 'Resource', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      // Applications must be gone before the project that they name.
      metadata: { name, namespace: ARGOCD_NAMESPACE, labels, finalizers: ['resources-finalizer.argocd.argoproj.io'] },
      spec: {
        description,
        sourceRepos: [repository],
        destinations: clusters.flatMap((cluster) =>
          (namespaces ?? [cluster.namespace]).map((namespace) => ({ name: cluster.name, namespace })),
        ),
        clusterResourceWhitelist: clusterWide.map(groupKind),
        namespaceResourceWhitelist: namespaced.map(groupKind),
        orphanedResources: { warn: true },
        roles: rolesOf(props),
        ...(freeze.length > 0 ? { syncWindows: freeze.map(windowOf) } : {}),
      },
    });
  }
}

const groupKind = ({ group, kind }: SyncedKind) => ({ group, kind });

/** A person may always sync by hand: a freeze must not stand between an outage and its mend. */
const windowOf = ({ cron, duration, timeZone, because }: EnvironmentSpec['freeze'][number]) => ({
  kind: 'deny',
  schedule: cron,
  duration: goDuration(duration.seconds),
  timeZone,
  applications: ['*'],
  manualSync: true,
  description: because,
});

function rolesOf({ name, platform, team }: SyncProjectProps) {
  const may = (role: string, action: string) => `p, proj:${name}:${role}, applications, ${action}, ${name}/*, allow`;
  const groups = [teamGroup(platform, team)];
  return [
    { name: 'view', description: 'sees what is synced', groups, policies: [may('view', 'get')] },
    {
      name: 'operate',
      description: 'syncs by hand, promotes and aborts roll-outs',
      groups,
      policies: ['get', 'sync', 'action/argoproj.io/Rollout/*', 'action/apps/Deployment/restart'].map((action) => may('operate', action)),
    },
  ];
}
