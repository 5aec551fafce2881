import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { SCALE_UP, type Scaling, standardLabels, type Workload } from '../model';

/** Down: a tenth a minute, after five calm minutes. A lull is not the end of the load. */
const DOWN = { stabilizationSeconds: 300, percent: 10, periodSeconds: 60 } as const;

export interface AutoscalerProps {
  readonly workload: Workload & { readonly scaling: Scaling };
}

/** The HorizontalPodAutoscaler of a workload, from the floor that carries the declared load to the ceiling. */
export class Autoscaler extends Construct {
  constructor(scope: Construct, id: string, { workload }: AutoscalerProps) {
    super(scope, id);
    const { name, namespace, scaling, rollout } = workload;
    const target =
      rollout.strategy === 'rolling'
        ? { apiVersion: 'apps/v1', kind: 'Deployment', name }
        : { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name };
    new k8s.KubeHorizontalPodAutoscalerV2(this, 'Resource', {
      metadata: { name, namespace, labels: standardLabels(workload) },
      spec: {
        scaleTargetRef: target,
        minReplicas: scaling.floor.value,
        maxReplicas: scaling.ceiling.value,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: scaling.targetCpuPercent } } },
        ],
        behavior: {
          scaleUp: {
            stabilizationWindowSeconds: SCALE_UP.stabilizationSeconds,
            selectPolicy: 'Max',
            policies: [
              { type: 'Percent', value: SCALE_UP.percent, periodSeconds: SCALE_UP.periodSeconds },
              { type: 'Pods', value: SCALE_UP.pods, periodSeconds: SCALE_UP.periodSeconds },
            ],
          },
          scaleDown: {
            stabilizationWindowSeconds: DOWN.stabilizationSeconds,
            policies: [{ type: 'Percent', value: DOWN.percent, periodSeconds: DOWN.periodSeconds }],
          },
        },
      },
    });
  }
}
