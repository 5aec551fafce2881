import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import {
  type Cluster,
  ingressGroup,
  loadBalancerGroups,
  loadBalancerName,
  type Platform,
  PUBLIC_PORTS,
  type PublicService,
  resourceTags,
  standardLabels,
  TLS_POLICY,
  type Workload,
} from '../model';

/** Annotations of the AWS Load Balancer Controller. */
const ALB = 'alb.ingress.kubernetes.io/';

export interface PublicIngressProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
  readonly workload: Workload;
  /** Its host, and what the load balancer asks its pods. */
  readonly service: PublicService;
}

/**
 * Puts a public service behind the load balancer of its region, under its host and under its name in this region. The controller finds
 * the load balancer by group and name: infrastructure has made it before, with the very same settings.
 */
export class PublicIngress extends Construct {
  constructor(scope: Construct, id: string, props: PublicIngressProps) {
    super(scope, id);
    const { workload, service } = props;
    const { name, namespace, host, regionalHost, port } = service;
    const backend = { service: { name, port: { name: port.name } } };
    const rule = (one: string) => ({ host: one, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } });
    new k8s.KubeIngress(this, 'Ingress', {
      metadata: { name, namespace, labels: standardLabels(workload), annotations: annotations(props) },
      spec: { ingressClassName: 'alb', tls: [{ hosts: [host] }], rules: [rule(host), rule(regionalHost)] },
    });
  }
}

function annotations({ platform, cluster, service }: PublicIngressProps): Record<string, string> {
  const { port, targetCheck, drainSeconds } = service;
  const { http, https } = PUBLIC_PORTS;
  const { edge } = platform.spec.traffic;
  // CloudFront redirects by itself, and may reach the load balancer by HTTPS only.
  const listeners = edge === 'cloudfront' ? [{ HTTPS: https }] : [{ HTTP: http }, { HTTPS: https }];
  const tags = resourceTags(platform, cluster.environment, cluster.role);
  const entries: Record<string, string> = {
    'backend-protocol': 'HTTP',
    ...(port.protocol === 'grpc' ? { 'backend-protocol-version': 'GRPC' } : {}),
    'group.name': ingressGroup(platform.name),
    'healthcheck-path': targetCheck.path,
    'healthcheck-interval-seconds': '10',
    'healthcheck-timeout-seconds': '5',
    'healthy-threshold-count': '2',
    'unhealthy-threshold-count': '2',
    'success-codes': targetCheck.codes,
    'listen-ports': JSON.stringify(listeners),
    'load-balancer-name': loadBalancerName(platform.name, cluster),
    // Rules of the groups are Terraform's: the controller opens nothing.
    'manage-backend-security-group-rules': 'false',
    scheme: 'internet-facing',
    'security-groups': loadBalancerGroups(cluster.name, edge).join(','),
    'ssl-policy': TLS_POLICY,
    ...(edge === 'cloudfront' ? {} : { 'ssl-redirect': String(https) }),
    // It takes away tags that it does not know: these are the ones that Terraform sets.
    tags: Object.entries(tags)
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
    'target-group-attributes': `deregistration_delay.timeout_seconds=${drainSeconds},load_balancing.algorithm.type=least_outstanding_requests`,
    'target-type': 'ip',
  };
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [`${ALB}${key}`, value]));
}
