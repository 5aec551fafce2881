import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ARGOCD_NAMESPACE,
  type Cluster,
  ISTIO,
  isClusterFolder,
  MESH_FOLDER,
  MONITORING_FOLDER,
  MONITORING_NAMESPACE,
  meshProjectName,
  monitoringProjectName,
  type Platform,
  projectName,
  RECOVERY_FOLDER,
  recoveryProjectName,
  STAGES,
  type SyncedFolder,
  type SyncPlan,
  sourceOf,
  VELERO,
} from '../../model';
import { IGNORED_DIFFERENCES, SYNC_POLICY } from './sync-policy';

/** Of the Applications of one step of the serving region so many are synced at once: a bad release reaches a quarter. */
const AT_ONCE_IN_PRIMARY = '25%';
/** Syncs to return to. */
const HISTORY = 10;

const STAGE_LABEL = 'holdfast.dev/stage';
const WAVE_LABEL = 'holdfast.dev/wave';

export interface PlatformApplicationsProps {
  readonly platform: Platform;
  readonly plan: SyncPlan;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The ApplicationSet of a platform: one Application for each environment, region and service, from a matrix of clusters
 * and folders. A release goes through the stages one after the other, and within each from callees to callers; the next
 * step starts when the last one is healthy.
 */
export class PlatformApplications extends Construct {
  constructor(scope: Construct, id: string, { platform, plan, labels }: PlatformApplicationsProps) {
    super(scope, id);
    new ApiObject(this, 'Resource', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ApplicationSet',
      metadata: {
        name: platform.name,
        namespace: ARGOCD_NAMESPACE,
        labels,
        // Without it every Application goes, and with them everything that they synced.
        annotations: { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' },
      },
      spec: {
        goTemplate: true,
        goTemplateOptions: ['missingkey=error'],
        generators: platform.clusters.map((cluster) => matrix(platform, cluster, plan.folders)),
        strategy: { type: 'RollingSync', rollingSync: { steps: stepsOf(plan.folders) } },
        template: templateOf(platform, labels),
      },
    });
  }
}

/** A list of one cluster times the list of its folders. */
function matrix(platform: Platform, cluster: Cluster, folders: readonly SyncedFolder[]) {
  const { repository, branch } = sourceOf(platform, cluster);
  const { environment, region, role, name } = cluster;
  const own = folders.filter((folder) => folder.cluster === cluster);
  const clusterElement = { environment, region, role, cluster: name, repository, branch, stage: own[0]?.stage ?? 'staging' };
  return {
    matrix: {
      generators: [{ list: { elements: [clusterElement] } }, { list: { elements: own.map((folder) => folderElement(platform, folder)) } }],
    },
  };
}

const folderElement = (platform: Platform, { name, team, wave, cluster }: SyncedFolder) => ({
  service: name,
  team,
  wave: String(wave),
  namespace: NAMESPACES.get(name) ?? cluster.namespace,
  project:
    PROJECTS.get(name)?.(platform.name, cluster.environment) ??
    projectName(platform.name, cluster.environment, isClusterFolder(name) ? undefined : team),
});

/** Folders with a namespace and a project of their own. */
const NAMESPACES: ReadonlyMap<string, string> = new Map([
  [MONITORING_FOLDER, MONITORING_NAMESPACE],
  [RECOVERY_FOLDER, VELERO.namespace],
  [MESH_FOLDER, ISTIO.gateway.namespace],
]);
const PROJECTS = new Map([
  [MONITORING_FOLDER, monitoringProjectName],
  [RECOVERY_FOLDER, recoveryProjectName],
  [MESH_FOLDER, meshProjectName],
]);

function stepsOf(folders: readonly SyncedFolder[]) {
  const equals = (key: string, value: string) => ({ key, operator: 'In', values: [value] });
  return STAGES.flatMap((stage) => {
    const waves = [...new Set(folders.filter((folder) => folder.stage === stage).map(({ wave }) => wave))].sort((a, b) => a - b);
    return waves.map((wave) => ({
      matchExpressions: [equals(STAGE_LABEL, stage), equals(WAVE_LABEL, String(wave))],
      ...(stage === 'primary' ? { maxUpdate: AT_ONCE_IN_PRIMARY } : {}),
    }));
  });
}

const templateOf = (platform: Platform, labels: Readonly<Record<string, string>>) => ({
  metadata: {
    name: `${platform.name}-{{.environment}}-{{.region}}-{{.service}}`,
    labels: {
      ...labels,
      'holdfast.dev/environment': '{{.environment}}',
      'holdfast.dev/region': '{{.region}}',
      'holdfast.dev/role': '{{.role}}',
      'holdfast.dev/service': '{{.service}}',
      'holdfast.dev/team': '{{.team}}',
      [STAGE_LABEL]: '{{.stage}}',
      [WAVE_LABEL]: '{{.wave}}',
    },
    // A service that is removed from the platform file is removed from the clusters.
    finalizers: ['resources-finalizer.argocd.argoproj.io/background'],
  },
  spec: {
    project: '{{.project}}',
    source: { repoURL: '{{.repository}}', targetRevision: '{{.branch}}', path: '{{.environment}}/{{.region}}/{{.service}}' },
    destination: { name: '{{.cluster}}', namespace: '{{.namespace}}' },
    syncPolicy: SYNC_POLICY,
    ignoreDifferences: IGNORED_DIFFERENCES,
    revisionHistoryLimit: HISTORY,
  },
});
