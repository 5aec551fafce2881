import { inPod, items, type JsonMap, map, overWorkloads, selects, text, type Workload } from '../manifests';
import type { ManifestRule } from '../rule';

const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';

export const k25Spread: ManifestRule = {
  id: 'K25',
  severity: 'warning',
  subject: 'workload with two or more replicas',
  over: 'manifests',
  why: 'The scheduler may place all replicas on one node or in one zone, and then they fail together.',
  mend: `add topologySpreadConstraints over ${ZONE} and ${HOST} whose labelSelector selects the workload's own pods`,
  check: overWorkloads((workload, cluster) => {
    if (!workload.replicated || cluster.floorOf(workload) < 2) return [];
    const keys = spreadKeys(workload);
    const missing = [
      [ZONE, 'zones'],
      [HOST, 'hosts'],
    ].filter(([key = '']) => !keys.has(key));
    if (missing.length === 0) return [];
    return [inPod(workload, 'topologySpreadConstraints', `its pods are not spread over ${missing.map(([, noun]) => noun).join(' and ')}`)];
  }),
};

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
