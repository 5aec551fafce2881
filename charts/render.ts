import { App, type Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { type Cluster, inClusterDatabases, MESH_FOLDER, MONITORING_FOLDER, type Platform, RECOVERY_FOLDER, syncPlan } from '../lib/model';
import { toYaml } from '../lib/output';
import { ArgoCdChart } from './argocd-chart';
import { FluxChart } from './flux-chart';
import type { KubernetesObject } from './kubernetes-object';
import { MeshChart } from './mesh-chart';
import { ObservabilityChart } from './observability-chart';
import { PlatformChart } from './platform-chart';
import { RecoveryChart } from './recovery-chart';
import { ServiceChart } from './service-chart';
import { StoreChart } from './store-chart';
import { withSyncOrder } from './sync-order';

/** A Kubernetes object as it is written, and the file that it is written to. */
export interface RenderedObject {
  /** Relative to the output folder, with forward slashes. */
  readonly file: string;
  readonly object: KubernetesObject;
}

/** Manifests that are applied together. */
export interface RenderedSet {
  /** Such as `production/us-east-1` or `gitops/argocd`. */
  readonly where: string;
  readonly objects: readonly RenderedObject[];
}

/** All manifests of one cluster. */
export interface RenderedCluster extends RenderedSet {
  readonly cluster: Cluster;
}

/**
 * Every App has one chart, of one name. constructs keeps children in an object by name, and V8 remembers the first key of
 * every object shape, up to 1,536 of them: with a name a service, all objects of a process turn slow beyond that.
 */
const CHART = 'chart';

/** Is told how many services are rendered, of how many. */
export type Progress = (done: number, total: number) => void;

/**
 * Renders every manifest of a platform, in memory, so that rules can look at all of it before a file is written. Each
 * folder is a cdk8s App of its own: one App for everything takes time with the square of the number of services.
 */
export function renderManifests(platform: Platform, progress: Progress = () => {}): RenderedCluster[] {
  const total = platform.clusters.reduce((sum, { services }) => sum + services.length, 0);
  let done = 0;
  const rendered = () => progress(++done, total);
  return platform.clusters.map((cluster) => ({
    where: `${cluster.environment}/${cluster.region}`,
    cluster,
    objects: renderCluster(platform, cluster, rendered),
  }));
}

/** Renders what Argo CD or Flux reads, as the platform file chooses. */
export function renderGitOps(platform: Platform): RenderedSet[] {
  const { gitops } = platform.spec;
  const set = (where: string, build: (app: Construct) => Chart): RenderedSet => ({ where, objects: renderFolder(where, build, true) });
  const plan = syncPlan(platform);
  return [
    ...(gitops === 'flux' ? [] : [set('gitops/argocd', (app) => new ArgoCdChart(app, CHART, { platform }))]),
    ...(gitops === 'argocd'
      ? []
      : platform.clusters.map((cluster) =>
          set(`gitops/flux/${cluster.environment}/${cluster.region}`, (app) => new FluxChart(app, CHART, { platform, cluster, plan })),
        )),
  ];
}

function renderCluster(platform: Platform, cluster: Cluster, rendered: () => void): RenderedObject[] {
  const folder = `${cluster.environment}/${cluster.region}`;
  const objects = [
    ...renderFolder(`${folder}/platform`, (app) => new PlatformChart(app, CHART, { platform, cluster })),
    ...renderFolder(`${folder}/${MONITORING_FOLDER}`, (app) => new ObservabilityChart(app, CHART, { platform, cluster })),
    ...renderFolder(`${folder}/${RECOVERY_FOLDER}`, (app) => new RecoveryChart(app, CHART, { platform, cluster })),
    ...(platform.spec.mesh === 'istio'
      ? renderFolder(`${folder}/${MESH_FOLDER}`, (app) => new MeshChart(app, CHART, { platform, cluster }))
      : []),
    ...inClusterDatabases(platform, cluster).flatMap((database) =>
      renderFolder(`${folder}/${database.name}`, (app) => new StoreChart(app, CHART, { platform, cluster, database })),
    ),
    ...cluster.services.flatMap((service) => {
      rendered();
      return renderFolder(`${folder}/${service.workload.name}`, (app) => new ServiceChart(app, CHART, { platform, cluster, service }));
    }),
  ];
  return platform.spec.gitops === 'flux' ? objects : objects.map(({ file, object }) => ({ file, object: withSyncOrder(object) }));
}

function renderFolder(folder: string, build: (app: Construct) => Chart, named = false): RenderedObject[] {
  const objects = build(new App()).toJson() as KubernetesObject[];
  const count = new Map<string, number>();
  for (const { kind } of objects) count.set(kind, (count.get(kind) ?? 0) + 1);
  return objects.map((object) => ({ file: `${folder}/${fileName(object, named || (count.get(object.kind) ?? 0) > 1)}`, object }));
}

/** `deployment.yaml`; with its name where a folder has several of a kind, without the digest that changes with content. */
function fileName({ kind, metadata }: KubernetesObject, several: boolean): string {
  const name = kind === 'ConfigMap' ? metadata.name.replace(/-[0-9a-f]{10}$/, '') : metadata.name;
  return `${kind.toLowerCase()}${several ? `-${name}` : ''}.yaml`;
}

/** The files of rendered objects, by path. */
export const manifestFiles = (sets: readonly RenderedSet[]): ReadonlyMap<string, string> =>
  new Map(sets.flatMap(({ objects }) => objects.map(({ file, object }) => [file, toYaml(object)] as const)));
