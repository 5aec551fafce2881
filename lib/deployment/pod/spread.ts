import type { k8s } from 'cdk8s-plus-27';
import { selectorLabels, VERSION_LABEL, type Workload } from '../../model';

/**
 * Spreads pods evenly over zones (a must: capacity was proved for the loss of the fullest zone) and over hosts (a wish:
 * a full cluster should still start pods). the label of the version keeps old and new pods of a roll-out from evening each
 * other out; tainted nodes do not count, so that a lost zone does not block the rest.
 */
export function topologySpread(workload: Workload): k8s.TopologySpreadConstraint[] {
  if (workload.singleton || workload.ends) return [];
  const labelSelector = { matchLabels: selectorLabels(workload) };
  const common = { labelSelector, matchLabelKeys: [versionLabel(workload)], nodeTaintsPolicy: 'Honor' };
  return [
    { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', ...common },
    { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', ...common },
  ];
}

/** Deployments and Rollouts each put their own label on the pods of a version. */
const versionLabel = ({ rollout }: Workload) => (rollout.strategy === 'rolling' ? 'pod-template-hash' : VERSION_LABEL);
