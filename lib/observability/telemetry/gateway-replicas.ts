import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { COLLECTORS, selectorLabels, standardLabels, type Workload } from '../../model';

export interface GatewayReplicasProps {
  readonly workload: Workload;
}

/** A Service without an address of its own: its name stands for the replicas of the gateway, among which agents divide traces. */
export class GatewayReplicas extends Construct {
  constructor(scope: Construct, id: string, { workload }: GatewayReplicasProps) {
    super(scope, id);
    const { otlp } = COLLECTORS.ports;
    new k8s.KubeService(this, 'Resource', {
      metadata: { name: COLLECTORS.gatewayReplicas, namespace: workload.namespace, labels: standardLabels(workload) },
      spec: {
        clusterIp: 'None',
        selector: selectorLabels(workload),
        ports: [{ name: otlp.name, port: otlp.servicePort, targetPort: k8s.IntOrString.fromString(otlp.name), protocol: 'TCP' }],
      },
    });
  }
}
