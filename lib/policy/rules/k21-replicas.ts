import { inObject, overWorkloads } from '../manifests';
import type { ManifestRule } from '../rule';
import { ANNOTATIONS, requiredReplicas, singletonReason } from './availability';

/** What tier 1 needs. A slower tier may wait until one pod has been started elsewhere. */
const STRICT = 3;

export const k21Replicas: ManifestRule = {
  id: 'K21',
  severity: 'error',
  subject: 'Deployment, StatefulSet, ReplicaSet, Rollout',
  over: 'manifests',
  why: 'A single pod is gone for minutes whenever its node is; tier 1 serves on while one pod fails and another is replaced.',
  mend: `run more replicas; what must be one pod says why in the annotation ${ANNOTATIONS.singleton}`,
  check: overWorkloads((workload, cluster) => {
    if (!workload.replicated) return [];
    const floor = cluster.floorOf(workload);
    const required = requiredReplicas(workload);
    if (floor >= required) return [];
    const singleton = singletonReason(workload);
    if (singleton && floor === 1) {
      if (required < STRICT) return [];
      const fix = 'keep its state in a managed database, or move it to a tier that can wait for a restart';
      return [
        inObject(workload.object, 'spec.replicas', `runs as one pod, and its tier needs ${required}: ${singleton}`, {
          severity: 'warning',
          fix,
        }),
      ];
    }
    const [scaler] = cluster.autoscalersOf(workload);
    const declared = scaler ? `the autoscaler ${scaler.name} goes down to ${floor}` : `runs ${floor}`;
    return [
      inObject(
        scaler ?? workload.object,
        scaler ? 'spec.minReplicas' : 'spec.replicas',
        `${declared} of the ${required} pods that it needs at least`,
      ),
    ];
  }),
};
