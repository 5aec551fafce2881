import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { type BlueGreenPlan, type CanaryPlan, selectorLabels, type Workload } from '../../model';
import type { ContentAddressedConfig } from '../config';
import { addKubeletSleep, PROGRESS, workloadMetadata } from '../long-running';
import { podTemplate } from '../pod';
import { blueGreenStrategy } from './blue-green';
import { canaryStrategy } from './canary';
import { ObjectivesAnalysis } from './objectives-analysis';

/** A return to one of the last versions needs no new proof. */
const ROLLBACK_WINDOW = 3;

export interface ProgressiveRolloutProps {
  readonly workload: Workload;
  readonly plan: BlueGreenPlan | CanaryPlan;
  readonly config: ContentAddressedConfig;
}

/**
 * The Rollout (Argo Rollouts) of a workload whose versions run side by side for a while. It gives up by itself when the
 * new version misses its objectives or makes no progress, and all traffic returns to the old one, which never left.
 */
export class ProgressiveRollout extends Construct {
  constructor(scope: Construct, id: string, { workload, plan, config }: ProgressiveRolloutProps) {
    super(scope, id);
    const analysis = plan.judgedBy && new ObjectivesAnalysis(this, 'Analysis', { workload, plan, indicators: plan.judgedBy });
    const strategy =
      plan.strategy === 'blueGreen'
        ? { blueGreen: blueGreenStrategy(workload, plan, analysis?.reference) }
        : { canary: canaryStrategy(workload, plan, analysis?.reference) };
    const rollout = new ApiObject(this, 'Resource', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: workloadMetadata(workload),
      spec: {
        ...PROGRESS,
        progressDeadlineAbort: true,
        rollbackWindow: { revisions: ROLLBACK_WINDOW },
        strategy,
        selector: { matchLabels: selectorLabels(workload) },
        template: k8s.toJson_PodTemplateSpec(podTemplate(workload, config)),
      },
    });
    addKubeletSleep(rollout, workload);
  }
}
