import type { Workload } from '../manifests';

/** What a workload says about itself to the rules. */
export const ANNOTATIONS = {
  /** Why it runs as exactly one pod. */
  singleton: 'holdfast.dev/singleton',
  /** The fewest replicas that its tier allows. */
  minimumReplicas: 'holdfast.dev/minimum-replicas',
} as const;

const DEFAULT_MINIMUM = 2;

export const singletonReason = ({ object, annotations }: Workload) => object.annotations[ANNOTATIONS.singleton] || annotations[ANNOTATIONS.singleton];

export function requiredReplicas({ object }: Workload): number {
  const declared = Number(object.annotations[ANNOTATIONS.minimumReplicas] ?? object.labels[ANNOTATIONS.minimumReplicas]);
  return Number.isInteger(declared) && declared > 0 ? declared : DEFAULT_MINIMUM;
}
