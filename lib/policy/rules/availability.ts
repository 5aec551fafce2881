import { ANNOTATIONS } from '../../model';
import { items, type JsonMap, map, selects, text, type Workload } from '../manifests';

export { ANNOTATIONS };

export const ZONE = 'topology.kubernetes.io/zone';
export const HOST = 'kubernetes.io/hostname';

const DEFAULT_MINIMUM = 2;

export const singletonReason = ({ object, annotations }: Workload) =>
  object.annotations[ANNOTATIONS.singleton] || annotations[ANNOTATIONS.singleton];

export function requiredReplicas({ object }: Workload): number {
  const declared = Number(object.annotations[ANNOTATIONS.minimumReplicas] ?? object.labels[ANNOTATIONS.minimumReplicas]);
  return Number.isInteger(declared) && declared > 0 ? declared : DEFAULT_MINIMUM;
}

/** Topologies over which the pods are kept apart; a constraint that counts other pods does nothing for these. */
export function spreadKeys({ pod, labels }: Workload): ReadonlySet<string> {
  const apart = map(map(pod.affinity).podAntiAffinity);
  const terms: JsonMap[] = [
    ...items(pod.topologySpreadConstraints).map(({ item }) => item),
    ...items(apart.requiredDuringSchedulingIgnoredDuringExecution).map(({ item }) => item),
    ...items(apart.preferredDuringSchedulingIgnoredDuringExecution).map(({ item }) => map(item.podAffinityTerm)),
  ];
  return new Set(terms.filter((term) => selects(term.labelSelector, labels)).map((term) => text(term.topologyKey) ?? ''));
}
