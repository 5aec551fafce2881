import type { EnvironmentSpec } from '../spec';
import type { CallGraph } from './call-graph';
import type { Cluster, Platform } from './platform';
import { inClusterDatabases } from './stores';

/** The folder of what a cluster needs once. */
export const PLATFORM_FOLDER = 'platform';
/** The folder of what watches a cluster. */
export const MONITORING_FOLDER = 'monitoring';
/** The folder of what the mesh of a cluster has once. */
export const MESH_FOLDER = 'mesh';
/** The folder of what backs up a cluster, and restores it. */
export const RECOVERY_FOLDER = 'recovery';
/** Folders that belong to a cluster and not to a service. */
const CLUSTER_FOLDERS: readonly string[] = [PLATFORM_FOLDER, MONITORING_FOLDER, RECOVERY_FOLDER, MESH_FOLDER];
/** Whether a folder is one that a cluster has once; what is in it reaches beyond the namespace of the services. */
export const isClusterFolder = (name: string) => CLUSTER_FOLDERS.includes(name);

/** What is released together, in this order: a mistake shows where it costs least. */
export const STAGES = ['staging', 'recovery', 'primary'] as const;
export type Stage = (typeof STAGES)[number];

/** A rendered folder that is synced as one: an Application of Argo CD, a Kustomization of Flux. */
export interface SyncedFolder {
  /** A service, a database in pods, `platform`, `monitoring`, `recovery` or `mesh`. */
  readonly name: string;
  readonly cluster: Cluster;
  readonly team: string;
  readonly path: string;
  readonly stage: Stage;
  /** Zero for the folders of the cluster, then callees before callers. */
  readonly wave: number;
  /** Names of folders of the same cluster that come first. */
  readonly after: readonly string[];
}

/** Where the rendered manifests of an environment are synced from. */
export interface SyncSource {
  readonly repository: string;
  readonly branch: string;
}

/** Everything that is synced, and in which order. */
export interface SyncPlan {
  readonly folders: readonly SyncedFolder[];
  /** The cluster from which the others are synced: outside the region whose loss it must survive. */
  readonly home: Cluster;
}

/** The repository that holds rendered manifests. */
export const environmentsRepository = ({ spec }: Platform) => spec.environmentsRepository ?? spec.repository;

/** The branch of an environment's manifests. */
export const branchOf = (environment: string, { branch }: Pick<EnvironmentSpec, 'branch'>) => branch ?? environment;

/** Where a cluster's manifests are. */
export function sourceOf(platform: Platform, { environment }: Cluster): SyncSource {
  const spec = platform.spec.environments[environment];
  if (!spec) throw new Error(`the environment ${environment} has clusters but is not declared`);
  return { repository: environmentsRepository(platform), branch: branchOf(environment, spec) };
}

/** The branch that holds what the synchronising tools themselves read. */
export const GITOPS_BRANCH = 'gitops';

/** Every rendered folder of every cluster, with its place in the order. */
export function syncPlan(platform: Platform): SyncPlan {
  const waves = wavesOf(platform.graph);
  const folders = platform.clusters.flatMap((cluster): SyncedFolder[] => {
    const stage = stageOf(cluster);
    const common = { cluster, stage };
    const running = new Set(cluster.services.map(({ workload }) => workload.name));
    const path = (folder: string) => `${cluster.environment}/${cluster.region}/${folder}`;
    return [
      ...CLUSTER_FOLDERS.filter((name) => name !== MESH_FOLDER || platform.spec.mesh === 'istio').map((name) => ({
        ...common,
        name,
        team: platform.team,
        path: path(name),
        wave: 0,
        after: [],
      })),
      ...inClusterDatabases(platform, cluster).map(({ name }) => ({
        ...common,
        name,
        team: platform.team,
        path: path(name),
        // Databases come before whoever uses them.
        wave: 1,
        after: [PLATFORM_FOLDER],
      })),
      ...cluster.services.map(({ workload: { name, team } }) => ({
        ...common,
        name,
        team,
        path: path(name),
        wave: waves.get(name) ?? 1,
        after: [PLATFORM_FOLDER, ...calleesBefore(name, platform.graph, waves).filter((callee) => running.has(callee))],
      })),
    ];
  });
  return { folders, home: homeOf(platform) };
}

/** What customers depend on comes last, and its standing-by half before the serving one. */
const stageOf = ({ protect, role }: Cluster): Stage => (protect ? role : 'staging');

/** One more than the highest wave of what a service calls; services of a cycle are synced together. */
function wavesOf({ calls, cycles, calleesFirst }: CallGraph): ReadonlyMap<string, number> {
  const cycleOf = new Map(cycles.flatMap((cycle) => cycle.map((member) => [member, cycle] as const)));
  const calleesOf = new Map<string, string[]>();
  for (const { caller, callee } of calls) calleesOf.set(caller, [...(calleesOf.get(caller) ?? []), callee]);
  const waves = new Map<string, number>();
  for (const service of calleesFirst) {
    if (waves.has(service)) continue;
    const group = cycleOf.get(service) ?? [service];
    const below = group.flatMap((member) => calleesOf.get(member) ?? []).filter((callee) => !group.includes(callee));
    const wave = 1 + Math.max(0, ...below.map((callee) => waves.get(callee) ?? 0));
    for (const member of group) waves.set(member, wave);
  }
  return waves;
}

const calleesBefore = (service: string, { calls }: CallGraph, waves: ReadonlyMap<string, number>) =>
  calls
    .filter(({ caller, callee }) => caller === service && (waves.get(callee) ?? 0) < (waves.get(service) ?? 0))
    .map(({ callee }) => callee);

/** A failover is synced from the region that takes over, not from the one that is gone. */
function homeOf({ clusters }: Platform): Cluster {
  const best =
    clusters.find(({ protect, role }) => protect && role === 'recovery') ?? clusters.find(({ protect }) => protect) ?? clusters[0];
  if (!best) throw new Error('a platform without clusters');
  return best;
}
