import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { type Scaling, standardLabels, type Workload } from '../model';

/** Up: double, or four pods, whichever is more, each quarter of a minute. A burst does not wait. */
const UP = { stabilizationSeconds: 0, percent: 100, pods: 4, periodSeconds: 15 } as const;
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
            stabilizationWindowSeconds: UP.stabilizationSeconds,
            selectPolicy: 'Max',
            policies: [
              { type: 'Percent', value: UP.percent, periodSeconds: UP.periodSeconds },
              { type: 'Pods', value: UP.pods, periodSeconds: UP.periodSeconds },
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
