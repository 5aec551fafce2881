import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ISTIO, type MeshPlan, selectorLabels, standardLabels, type Workload } from '../model';

export interface ServiceScopeProps {
  readonly workload: Workload;
  readonly mesh: MeshPlan;
}

/**
 * What a workload may call, and so all that its sidecar has to know: with every service of the cluster in each sidecar,
 * memory and the time of a change grow with the square of the number of services.
 */
export class ServiceScope extends Construct {
  constructor(scope: Construct, id: string, { workload, mesh }: ServiceScopeProps) {
    super(scope, id);
    const { name, namespace } = workload;
    new ApiObject(this, 'Resource', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { name, namespace, labels: standardLabels(workload) },
      spec: {
        workloadSelector: { labels: selectorLabels(workload) },
        egress: [{ hosts: [...mesh.hosts, `${ISTIO.controlPlane.namespace}/*`] }],
        outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
      },
    });
  }
}
