import { type Breach, inObject, isSet, type ManifestIndex, selects } from '../manifests';

const SELECTING = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout']);

/** A workload must select the pods that it makes, else it makes them without end, or is refused. */
export const workloadSelectors = ({ workloads }: ManifestIndex): Breach[] =>
  workloads.flatMap(({ object, labels }) => {
    if (!SELECTING.has(object.kind) || (isSet(object.spec.selector) && selects(object.spec.selector, labels))) return [];
    return [
      inObject(object, 'spec.selector', 'does not select the pods of its own template', {
        fix: 'repeat the labels of spec.selector in spec.template.metadata.labels',
      }),
    ];
  });
