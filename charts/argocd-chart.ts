import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { NamespaceSecretStore } from '../lib/deployment';
import { gitOpsLabels, PlatformApplications, RepositoryCredentials, RootApplication, SyncNotifications, SyncProject } from '../lib/gitops';
import {
  ARGOCD_NAMESPACE,
  CLUSTER_KINDS,
  type Cluster,
  environmentsRepository,
  ISTIO,
  MESH_CLUSTER_KINDS,
  MESH_KINDS,
  MONITORING_CLUSTER_KINDS,
  MONITORING_KINDS,
  MONITORING_NAMESPACE,
  meshProjectName,
  monitoringProjectName,
  NODE_LOGS_NAMESPACE,
  PLATFORM_KINDS,
  type Platform,
  projectName,
  RECOVERY_CLUSTER_KINDS,
  RECOVERY_KINDS,
  RESTORE_TEST_NAMESPACE,
  recoveryProjectName,
  SERVICE_KINDS,
  storeKey,
  syncPlan,
  VELERO,
} from '../lib/model';

export interface ArgoCdChartProps {
  readonly platform: Platform;
}

/** Everything that Argo CD reads: projects, applications, notifications, and the root that syncs these themselves. */
export class ArgoCdChart extends Chart {
  constructor(scope: Construct, id: string, { platform }: ArgoCdChartProps) {
    super(scope, id, { disableResourceNameHashes: true });
    const { spec } = platform;
    const plan = syncPlan(platform);
    const repository = environmentsRepository(platform);
    const labels = gitOpsLabels(platform.name, platform.team);
    // Argo CD has a namespace of its own, so a store for the platform's namespace does not reach it.
    const store = { ...plan.home.secretStore, kind: 'SecretStore' } as const;
    const { environment } = plan.home;

    new RootApplication(this, 'Root', { platform: platform.name, repository, labels });
    for (const [name, clusters] of byEnvironment(platform.clusters)) {
      this.projects(platform, name, clusters, repository);
    }
    new PlatformApplications(this, 'Applications', { platform, plan, labels });
    new SyncNotifications(this, 'Notifications', { platform: platform.name, environment, receivers: spec.receivers, store, labels });
    const { credentials } = spec.git;
    if (credentials) {
      const key = storeKey(platform.name, environment, credentials);
      new RepositoryCredentials(this, 'Credentials', { name: `${platform.name}-environments`, repository, key, store, labels });
    }
    if (credentials || Object.keys(spec.receivers).length > 0) {
      new NamespaceSecretStore(this, 'SecretStore', { store, namespace: ARGOCD_NAMESPACE, labels });
    }
  }

  /** One project for what the clusters of an environment need once, and one for each team that runs services in them. */
  private projects(platform: Platform, environment: string, clusters: readonly Cluster[], repository: string): void {
    const freeze = platform.spec.environments[environment]?.freeze ?? [];
    const teams = [...new Set(clusters.flatMap(({ tenancy }) => tenancy.teams))].sort();
    const common = { platform: platform.name, repository, clusters, freeze };
    new SyncProject(this, `${environment}-platform`, {
      ...common,
      name: projectName(platform.name, environment),
      description: `What the clusters of ${environment} need once`,
      team: platform.team,
      namespaced: PLATFORM_KINDS,
      clusterWide: CLUSTER_KINDS,
      labels: gitOpsLabels(platform.name, platform.team),
    });
    new SyncProject(this, `${environment}-monitoring`, {
      ...common,
      name: monitoringProjectName(platform.name, environment),
      description: `What watches the clusters of ${environment}`,
      team: platform.team,
      namespaces: [MONITORING_NAMESPACE, ...(platform.spec.telemetry.logs === 'none' ? [] : [NODE_LOGS_NAMESPACE])],
      namespaced: MONITORING_KINDS,
      clusterWide: MONITORING_CLUSTER_KINDS,
      labels: gitOpsLabels(platform.name, platform.team),
    });
    new SyncProject(this, `${environment}-recovery`, {
      ...common,
      name: recoveryProjectName(platform.name, environment),
      description: `What backs up the clusters of ${environment}`,
      team: platform.team,
      namespaces: [VELERO.namespace, RESTORE_TEST_NAMESPACE],
      namespaced: RECOVERY_KINDS,
      clusterWide: RECOVERY_CLUSTER_KINDS,
      labels: gitOpsLabels(platform.name, platform.team),
    });
    if (platform.spec.mesh === 'istio') {
      new SyncProject(this, `${environment}-mesh`, {
        ...common,
        name: meshProjectName(platform.name, environment),
        description: `The meshes of the clusters of ${environment}`,
        team: platform.team,
        namespaces: [ISTIO.gateway.namespace, ISTIO.controlPlane.namespace],
        namespaced: MESH_KINDS,
        clusterWide: MESH_CLUSTER_KINDS,
        labels: gitOpsLabels(platform.name, platform.team),
      });
    }
    for (const team of teams) {
      new SyncProject(this, `${environment}-team-${team}`, {
        ...common,
        name: projectName(platform.name, environment, team),
        description: `Services of team ${team} in ${environment}`,
        team,
        namespaced: SERVICE_KINDS,
        clusterWide: [],
        labels: gitOpsLabels(platform.name, team),
      });
    }
  }
}

function byEnvironment(clusters: readonly Cluster[]): ReadonlyMap<string, readonly Cluster[]> {
  const groups = new Map<string, Cluster[]>();
  for (const cluster of clusters) groups.set(cluster.environment, [...(groups.get(cluster.environment) ?? []), cluster]);
  return groups;
}
