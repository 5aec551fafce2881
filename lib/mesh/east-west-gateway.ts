import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { EAST_WEST_PORT, ISTIO, selectorLabels, type Workload } from '../model';

export interface EastWestGatewayProps {
  readonly workload: Workload;
  /** Name of the network that it is the door to. */
  readonly network: string;
  /** Hosts of the services that the other region may ask. */
  readonly hosts: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The door for the other region's proxies. It ends no TLS: who calls whom is decided, and encrypted, from sidecar to sidecar.
 * Its load balancer has addresses of the VPC only; control planes find it by the label of its network.
 */
export class EastWestGateway extends Construct {
  constructor(scope: Construct, id: string, { workload, network, hosts, labels }: EastWestGatewayProps) {
    super(scope, id);
    const { namespace } = ISTIO.gateway;
    const { name } = workload;
    new ApiObject(this, 'Gateway', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'cross-network', namespace, labels },
      spec: {
        selector: selectorLabels(workload),
        servers: [
          {
            port: { number: EAST_WEST_PORT.servicePort, name: EAST_WEST_PORT.name, protocol: 'TLS' },
            tls: { mode: 'AUTO_PASSTHROUGH' },
            hosts: [...hosts],
          },
        ],
      },
    });
    new k8s.KubeService(this, 'LoadBalancer', {
      metadata: {
        name: `${name}-internal`,
        namespace,
        labels: { ...labels, 'topology.istio.io/network': network },
        annotations: {
          'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
          'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
          'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
        },
      },
      spec: {
        type: 'LoadBalancer',
        selector: selectorLabels(workload),
        ports: [
          {
            name: EAST_WEST_PORT.name,
            port: EAST_WEST_PORT.servicePort,
            targetPort: k8s.IntOrString.fromString(EAST_WEST_PORT.name),
            protocol: 'TCP',
          },
        ],
      },
    });
  }
}
