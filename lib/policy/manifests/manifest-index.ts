import { groupBy, map, number, text } from './json';
import { kindOf } from './kinds';
import { type KubernetesObject, kubernetesObjects, type ManifestSet } from './kubernetes-object';
import { LabelIndex } from './label-index';
import { type Workload, workloadOf } from './workload';

/** The newest Kubernetes version that the rules know. */
const NEWEST = '1.34';

/** The objects of one cluster, read once: what rules ask for is looked up, not searched. */
export interface ManifestIndex {
  readonly production: boolean;
  readonly kubernetes: string;
  /** Texts that hold a secret which only a slow search finds, with its kind. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly objects: readonly KubernetesObject[];
  readonly workloads: readonly Workload[];
  readonly pods: LabelIndex<Workload>;
  ofKind(...kinds: readonly string[]): readonly KubernetesObject[];
  /** The workload that a reference points to. */
  workloadAt(reference: string): Workload | undefined;
  find(namespace: string, kind: string, name: string): KubernetesObject | undefined;
  /** Objects of a kind whose selector selects pods of the workload: Service, PodDisruptionBudget, NetworkPolicy. */
  selecting(workload: Workload, kind: SelectingKind): readonly KubernetesObject[];
  /** The other way round. */
  selectedBy(object: KubernetesObject): readonly Workload[];
  autoscalersOf(workload: Workload): readonly KubernetesObject[];
  /** The fewest pods that run: the autoscaler's minimum, else the replicas. */
  floorOf(workload: Workload): number;
}

const SELECTORS = {
  Service: (object: KubernetesObject) => {
    const { selector } = object.spec;
    return Object.keys(map(selector)).length === 0 ? undefined : { matchLabels: selector };
  },
  PodDisruptionBudget: (object: KubernetesObject) => object.spec.selector,
  NetworkPolicy: (object: KubernetesObject) => object.spec.podSelector ?? {},
} as const;
export type SelectingKind = keyof typeof SELECTORS;

export function indexManifests(set: ManifestSet): ManifestIndex {
  const objects = kubernetesObjects(set);
  const byKind = groupBy(objects, ({ kind }) => kind);
  const byName = new Map(objects.map((object) => [address(object.namespace, object.kind, object.name), object]));
  const workloads = objects.flatMap((object) => workloadOf(object) ?? []);
  const workloadAt = new Map(workloads.map((workload) => [addressOf(workload.object), workload]));
  const pods = new LabelIndex(workloads, ({ object, labels }) => ({ namespace: object.namespace, labels }));
  const ofKind = (...kinds: readonly string[]) => kinds.flatMap((kind) => byKind.get(kind) ?? []);

  const selected = new Map<KubernetesObject, readonly Workload[]>();
  const selecting = new Map<Workload, KubernetesObject[]>();
  for (const kind of Object.keys(SELECTORS) as SelectingKind[]) {
    for (const object of ofKind(kind)) {
      const found = pods.select(object.namespace, SELECTORS[kind](object));
      selected.set(object, found);
      for (const workload of found) selecting.set(workload, [...(selecting.get(workload) ?? []), object]);
    }
  }

  const scaled = groupBy(ofKind('HorizontalPodAutoscaler'), scaledBy);
  const rollouts = new Map(ofKind('Rollout').map((rollout) => [referenced(rollout, rollout.spec.workloadRef), rollout]));
  const scalers = ({ object }: Workload) => {
    const rollout = rollouts.get(addressOf(object));
    return [...(scaled.get(addressOf(object)) ?? []), ...(rollout ? (scaled.get(addressOf(rollout)) ?? []) : [])];
  };
  return {
    production: set.production ?? false,
    kubernetes: set.kubernetes ?? NEWEST,
    secrets: set.secrets ?? new Map(),
    objects,
    workloads,
    pods,
    ofKind,
    workloadAt: (reference) => workloadAt.get(reference),
    find: (namespace, kind, name) => byName.get(address(namespace, kind, name)),
    selecting: (workload, kind) => (selecting.get(workload) ?? []).filter((object) => object.kind === kind),
    selectedBy: (object) => selected.get(object) ?? [],
    autoscalersOf: scalers,
    floorOf: (workload) => {
      const [scaler] = scalers(workload);
      if (scaler) return number(scaler.spec.minReplicas) ?? 1;
      return number((rollouts.get(addressOf(workload.object)) ?? workload.object).spec.replicas) ?? 1;
    },
  };
}

const address = (namespace: string, kind: string, name: string) => `${namespace}/${kind}/${name}`;
const addressOf = ({ namespace, kind, name }: KubernetesObject) => address(namespace, kind, name);
const scaledBy = (scaler: KubernetesObject) => referenced(scaler, scaler.spec.scaleTargetRef);

/** What a reference with apiVersion, kind and name points to, in the namespace of the object that holds it. */
export function referenced(from: KubernetesObject, reference: unknown): string {
  const { apiVersion, kind, name } = map(reference);
  return address(from.namespace, kindOf(text(apiVersion) ?? '', text(kind) ?? ''), text(name) ?? '');
}
