import { amountOf, type Breach, inObject, isSet, type KubernetesObject, type ManifestIndex, type Workload } from '../manifests';
import type { ManifestRule } from '../rule';
import { selectsProvided } from '../targets/provided';
import { singletonReason } from './availability';

export const k22DisruptionBudget: ManifestRule = {
  id: 'K22',
  severity: 'error',
  subject: 'replicated workload, PodDisruptionBudget',
  over: 'manifests',
  why: 'Without a budget a node upgrade may evict every pod at once; with one that allows nothing, the upgrade never ends.',
  mend: 'give each replicated workload one PodDisruptionBudget with maxUnavailable, which keeps fitting when replicas change',
  check: (cluster) => [
    ...cluster.workloads.filter(({ replicated }) => replicated).flatMap((workload) => budgetsOf(workload, cluster)),
    ...cluster.ofKind('PodDisruptionBudget').flatMap((budget) => emptyHanded(budget, cluster)),
  ],
};

function budgetsOf(workload: Workload, cluster: ManifestIndex): Breach[] {
  const { object } = workload;
  const budgets = cluster.selecting(workload, 'PodDisruptionBudget');
  const floor = cluster.floorOf(workload);
  const [budget, second] = budgets;
  // A single pod without a budget can be evicted, which is all that a budget could grant it.
  if (!budget) return singletonReason(workload) && floor === 1 ? [] : [inObject(object, 'spec', 'no PodDisruptionBudget selects its pods')];
  if (second) {
    const fix = 'keep one: the API server refuses to evict a pod that two budgets select';
    return [inObject(object, 'spec', `the budgets ${budgets.map(({ name }) => name).join(' and ')} both select its pods`, { fix })];
  }
  return blocked(budget, object, floor);
}

/** Percentages of a budget are rounded up (Kubernetes, Specifying a Disruption Budget). */
function blocked(budget: KubernetesObject, workload: KubernetesObject, floor: number): Breach[] {
  const { minAvailable, maxUnavailable } = budget.spec;
  const allowed = isSet(maxUnavailable) ? amountOf(maxUnavailable, floor, 'up') : floor - (amountOf(minAvailable, floor, 'up') ?? floor);
  if (allowed === undefined || allowed >= 1) return [];
  const [field, value] = isSet(maxUnavailable) ? ['maxUnavailable', maxUnavailable] : ['minAvailable', minAvailable];
  const message = isSet(value)
    ? `${field} ${String(value)} allows no eviction while ${workload.name} runs its ${floor} ${floor === 1 ? 'pod' : 'pods'}, so no node can be drained`
    : 'has neither minAvailable nor maxUnavailable';
  return [
    inObject(budget, `spec.${field}`, message, { fix: 'set maxUnavailable to 1 or to a share such as 25%, and remove minAvailable' }),
  ];
}

const emptyHanded = (budget: KubernetesObject, cluster: ManifestIndex): Breach[] =>
  cluster.selectedBy(budget).length > 0 || selectsProvided(budget)
    ? []
    : [
        inObject(budget, 'spec.selector', 'selects no pod', {
          fix: "copy the labels of the workload's selector, remove the budget, or say in the annotation holdfast.dev/provided-by who makes the pods",
        }),
      ];
