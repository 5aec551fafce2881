import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { selectorLabels, standardLabels, type Workload } from '../model';

/**
 * A quarter may be evicted at once. Rounded up that is never more than the fullest of two or three zones holds, which
 * capacity was proved to survive; and never none, so that a node can always be drained.
 */
const MAX_UNAVAILABLE = '25%';

export interface DisruptionBudgetProps {
  readonly workload: Workload;
}

/** The PodDisruptionBudget of a workload: drains proceed, capacity holds. Pods that are broken anyway may always go. */
export class DisruptionBudget extends Construct {
  constructor(scope: Construct, id: string, { workload }: DisruptionBudgetProps) {
    super(scope, id);
    new k8s.KubePodDisruptionBudget(this, 'Resource', {
      metadata: { name: workload.name, namespace: workload.namespace, labels: standardLabels(workload) },
      spec: {
        maxUnavailable: workload.singleton ? k8s.IntOrString.fromNumber(1) : k8s.IntOrString.fromString(MAX_UNAVAILABLE),
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
        selector: { matchLabels: selectorLabels(workload) },
      },
    });
  }
}
