import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import {
  type Cluster,
  GATEWAY_SERVICE,
  loadBalancerGroups,
  loadBalancerName,
  type Platform,
  resourceTags,
  STATUS_PORT,
  selectorLabels,
  type Workload,
} from '../model';

/** Annotations of the AWS Load Balancer Controller. */
const NLB = 'service.beta.kubernetes.io/aws-load-balancer-';

export interface PublicLoadBalancerProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
  /** The gateway behind it. */
  readonly workload: Workload;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The gateway of a mesh behind the load balancer of its region. The load balancer passes bytes on: TLS ends at the gateway, which
 * sees the address of whoever asks, and says on a port of its own whether it is ready. Infrastructure has made it before, and
 * the controller finds it by its tags; listeners and targets are the controller's.
 */
export class PublicLoadBalancer extends Construct {
  constructor(scope: Construct, id: string, props: PublicLoadBalancerProps) {
    super(scope, id);
    const { platform, workload, labels } = props;
    // Behind CloudFront, which redirects by itself, nobody comes in plaintext.
    const ports = workload.ports.filter(({ name }) => name === 'https' || (name === 'http' && platform.spec.traffic.edge === 'none'));
    new k8s.KubeService(this, 'Resource', {
      metadata: { ...GATEWAY_SERVICE, labels, annotations: annotations(props) },
      spec: {
        type: 'LoadBalancer',
        loadBalancerClass: 'service.k8s.aws/nlb',
        // Targets are pods: no node has to listen.
        allocateLoadBalancerNodePorts: false,
        selector: selectorLabels(workload),
        ports: ports.map(({ name, servicePort: port }) => ({ name, port, targetPort: k8s.IntOrString.fromString(name), protocol: 'TCP' })),
      },
    });
  }
}

function annotations({ platform, cluster, workload }: PublicLoadBalancerProps): Record<string, string> {
  const tags = resourceTags(platform, cluster.environment, cluster.role);
  const entries: Record<string, string> = {
    name: loadBalancerName(platform.name, cluster),
    scheme: 'internet-facing',
    'nlb-target-type': 'ip',
    'security-groups': loadBalancerGroups(cluster.name, platform.spec.traffic.edge).join(','),
    // Rules of the groups are Terraform's: the controller opens nothing.
    'manage-backend-security-group-rules': 'false',
    attributes: `load_balancing.cross_zone.enabled=true,deletion_protection.enabled=${cluster.protect}`,
    'target-group-attributes': `preserve_client_ip.enabled=true,deregistration_delay.timeout_seconds=${workload.stop.graceSeconds}`,
    'healthcheck-protocol': 'http',
    'healthcheck-port': String(STATUS_PORT.port),
    'healthcheck-path': '/healthz/ready',
    'healthcheck-interval': '10',
    'healthcheck-timeout': '5',
    'healthcheck-healthy-threshold': '2',
    'healthcheck-unhealthy-threshold': '2',
    // It takes away tags that it does not know: these are the ones that Terraform sets.
    'additional-resource-tags': Object.entries(tags)
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
  };
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [`${NLB}${key}`, value]));
}
