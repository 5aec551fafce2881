import { ApiObject, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ANNOTATIONS, selectorLabels, standardLabels, type Workload } from '../model';
import type { ContentAddressedConfig } from './config';
import { kubeletSleep, podTemplate } from './pod';

/** Old ReplicaSets to return to with `kubectl rollout undo`. */
const REVISIONS = 5;
/** A roll-out that makes no progress for this long counts as failed, in seconds. */
const PROGRESS_DEADLINE = 600;
/** A pod must stay ready for this long before the next one is replaced, in seconds. */
const MIN_READY = 5;

export interface WorkloadDeploymentProps {
  readonly workload: Workload;
  readonly config: ContentAddressedConfig;
}

/** The Deployment of a long-running workload. Replicas belong to the autoscaler, but for a singleton. */
export class WorkloadDeployment extends Construct {
  constructor(scope: Construct, id: string, { workload, config }: WorkloadDeploymentProps) {
    super(scope, id);
    const manifest = k8s.KubeDeployment.manifest({
      metadata: {
        name: workload.name,
        namespace: workload.namespace,
        labels: standardLabels(workload),
        annotations: annotationsOf(workload),
      },
      spec: {
        ...(workload.singleton ? { replicas: 1 } : {}),
        revisionHistoryLimit: REVISIONS,
        progressDeadlineSeconds: PROGRESS_DEADLINE,
        minReadySeconds: MIN_READY,
        strategy: strategyOf(workload),
        selector: { matchLabels: selectorLabels(workload) },
        template: podTemplate(workload, config),
      },
    });
    // The typed class drops fields that its version does not know, patches included; a plain object keeps them.
    const deployment = new ApiObject(this, 'Resource', manifest);
    const lifecycle = kubeletSleep(workload);
    if (lifecycle) deployment.addJsonPatch(JsonPatch.add('/spec/template/spec/containers/0/lifecycle', lifecycle));
  }
}

const annotationsOf = ({ singleton, scaling }: Workload): Record<string, string> =>
  singleton ? { [ANNOTATIONS.singleton]: singleton } : { [ANNOTATIONS.minimumReplicas]: String(scaling?.minimum ?? 2) };

/** Capacity never drops below the floor in a roll-out; of a singleton there are never two. */
const strategyOf = ({ singleton }: Workload): k8s.DeploymentStrategy =>
  singleton
    ? { type: 'Recreate' }
    : {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(0), maxSurge: k8s.IntOrString.fromString('25%') },
      };
