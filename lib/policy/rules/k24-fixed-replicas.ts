import { inObject, isSet, map, overWorkloads } from '../manifests';
import type { ManifestRule } from '../rule';

export const k24FixedReplicas: ManifestRule = {
  id: 'K24',
  severity: 'error',
  subject: 'workload with an autoscaler',
  over: 'manifests',
  why: 'Every sync sets fixed replicas back, and takes away under load what the autoscaler has added.',
  mend: 'remove spec.replicas; the autoscaler owns it',
  check: overWorkloads((workload, cluster) => {
    const { object } = workload;
    // A Deployment whose Rollout is scaled stays at 0 by itself.
    const scaler = cluster.autoscalersOf(workload).find(({ spec }) => map(spec.scaleTargetRef).kind === object.raw.kind);
    if (!scaler || !isSet(object.spec.replicas)) return [];
    return [inObject(object, 'spec.replicas', `is fixed at ${String(object.spec.replicas)} while the autoscaler ${scaler.name} scales it`)];
  }),
};
