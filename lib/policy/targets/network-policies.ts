import { type Breach, inObject, items, type ManifestIndex, map } from '../manifests';
import { selectsProvided } from './provided';

/**
 * A policy for chosen pods chooses some. Only a warning: operators make pods that no manifest shows, and a pod that its
 * policy misses is an error of K28.
 */
export const networkPolicies = (cluster: ManifestIndex): Breach[] =>
  cluster.ofKind('NetworkPolicy').flatMap((policy) => {
    const { matchLabels, matchExpressions } = map(policy.spec.podSelector);
    const all = Object.keys(map(matchLabels)).length === 0 && items(matchExpressions).length === 0;
    if (all || cluster.selectedBy(policy).length > 0 || selectsProvided(policy)) return [];
    const fix = 'copy the labels of the pod template into the selector, or remove the policy';
    return [inObject(policy, 'spec.podSelector', 'selects no pod of the rendered workloads', { fix, severity: 'warning' })];
  });
