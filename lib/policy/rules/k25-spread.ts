import { inPod, overWorkloads } from '../manifests';
import type { ManifestRule } from '../rule';
import { HOST, spreadKeys, ZONE } from './availability';

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
