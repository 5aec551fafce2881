import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ROLLING_SURGE, selectorLabels, type Workload } from '../model';
import type { ContentAddressedConfig } from './config';
import { addKubeletSleep, PROGRESS, workloadMetadata } from './long-running';
import { podTemplate } from './pod';

export interface WorkloadDeploymentProps {
  readonly workload: Workload;
  readonly config: ContentAddressedConfig;
}

/** The Deployment of a long-running workload. Replicas belong to the autoscaler, but for a singleton. */
export class WorkloadDeployment extends Construct {
  constructor(scope: Construct, id: string, { workload, config }: WorkloadDeploymentProps) {
    super(scope, id);
    const manifest = k8s.KubeDeployment.manifest({
      metadata: workloadMetadata(workload),
      spec: {
        ...(workload.singleton ? { replicas: 1 } : {}),
        ...PROGRESS,
        strategy: strategyOf(workload),
        selector: { matchLabels: selectorLabels(workload) },
        template: podTemplate(workload, config),
      },
    });
    addKubeletSleep(new ApiObject(this, 'Resource', manifest), workload);
  }
}

/** Capacity never drops below the floor in a roll-out; of a singleton there are never two. */
const strategyOf = ({ singleton }: Workload): k8s.DeploymentStrategy =>
  singleton
    ? { type: 'Recreate' }
    : {
        type: 'RollingUpdate',
        rollingUpdate: {
          maxUnavailable: k8s.IntOrString.fromNumber(0),
          maxSurge: k8s.IntOrString.fromString(`${ROLLING_SURGE * 100}%`),
        },
      };
