import { DataAwsEc2ManagedPrefixList } from '@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list';
import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Construct } from 'constructs';
import { type Cluster, groupTags, loadBalancerGroups, loadBalancerName, PUBLIC_PORTS, type PublicService, serviceTags } from '../../model';

const EVERYWHERE = '0.0.0.0/0';
/** Addresses from which CloudFront asks origins. */
const CLOUDFRONT = 'com.amazonaws.global.cloudfront.origin-facing';

type Origin = { readonly cidrIpv4: string } | { readonly prefixListId: string };

export interface LoadBalancerProps {
  /** Name of the platform. */
  readonly platform: string;
  readonly cluster: Cluster;
  /** Name of the zone of the environment. */
  readonly zone: string;
  readonly services: readonly PublicService[];
  /** Numbers of the ports of the pods that it sends requests to. */
  readonly targetPorts: readonly number[];
  readonly vpcId: string;
  /** Public subnets, one in each zone. */
  readonly subnetIds: readonly string[];
  /** Security group of nodes and pods. */
  readonly clusterGroupId: string;
  /** Ends TLS and reads requests, or passes bytes on to the gateway of a mesh, which does both. */
  readonly type: 'application' | 'network';
  /** Only what reads requests can have one. @default none */
  readonly firewallArn?: string;
  /** Behind CloudFront it admits that and health checks only, instead of everybody. */
  readonly edge: 'none' | 'cloudfront';
}

/**
 * The load balancer of a region and its names. Terraform owns what others refer to: address, firewall, who gets in. The AWS Load
 * Balancer Controller recognises it by its tags, and keeps listeners and targets, which change with every roll-out.
 */
export class LoadBalancer extends Construct {
  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { platform, cluster, subnetIds, type, firewallArn } = props;
    const balancer = new Lb(this, 'load-balancer', {
      name: loadBalancerName(platform, cluster),
      internal: false,
      loadBalancerType: type,
      ipAddressType: 'ipv4',
      subnets: [...subnetIds],
      securityGroups: this.securityGroups(props),
      ...(type === 'application'
        ? { dropInvalidHeaderFields: true, desyncMitigationMode: 'defensive' }
        : { enableCrossZoneLoadBalancing: true }),
      enableZonalShift: true,
      enableDeletionProtection: cluster.protect,
      tags: type === 'application' ? groupTags(platform, cluster.name) : serviceTags(cluster.name),
      lifecycle: { preventDestroy: cluster.protect },
    });
    if (firewallArn !== undefined) new Wafv2WebAclAssociation(this, 'firewall', { resourceArn: balancer.arn, webAclArn: firewallArn });
    this.names(balancer, props);
  }

  /** From outside to the public ports, from there to the pods that serve, and nothing else. */
  private securityGroups(props: LoadBalancerProps): string[] {
    const { cluster, edge, targetPorts, clusterGroupId } = props;
    const [name, healthChecks] = loadBalancerGroups(cluster.name, edge);
    const group = this.securityGroup('security-group', name, 'Public requests to the pods that serve them', props);
    for (const port of targetPorts) {
      const at = new Construct(this, `port-${port}`);
      const common = { ipProtocol: 'tcp', fromPort: port, toPort: port };
      new VpcSecurityGroupEgressRule(at, 'to-pods', {
        securityGroupId: group.id,
        description: 'Pods that serve public requests',
        referencedSecurityGroupId: clusterGroupId,
        ...common,
      });
      new VpcSecurityGroupIngressRule(at, 'from-load-balancer', {
        securityGroupId: clusterGroupId,
        description: 'Public requests from the load balancer',
        referencedSecurityGroupId: group.id,
        ...common,
      });
    }
    if (healthChecks === undefined) {
      this.admit('https', group, PUBLIC_PORTS.https, { cidrIpv4: EVERYWHERE }, 'Public listener: HTTPS');
      this.admit('http', group, PUBLIC_PORTS.http, { cidrIpv4: EVERYWHERE }, 'Public listener: redirects to HTTPS');
      return [group.id];
    }
    const checks = this.securityGroup('health-checks', healthChecks, 'Health checks of Route 53', props);
    this.admit('https-from-cloudfront', group, PUBLIC_PORTS.https, this.listed('cloudfront', CLOUDFRONT), 'CloudFront');
    const checkers = this.listed('health-checkers', `com.amazonaws.${cluster.region}.route53-healthchecks`);
    this.admit('https-from-health-checks', checks, PUBLIC_PORTS.https, checkers, 'Health checks of Route 53');
    return [group.id, checks.id];
  }

  private securityGroup(id: string, name: string, description: string, { vpcId }: LoadBalancerProps): SecurityGroup {
    return new SecurityGroup(this, id, { name, description, vpcId, tags: { Name: name } });
  }

  private admit(id: string, group: SecurityGroup, port: number, from: Origin, description: string): void {
    new VpcSecurityGroupIngressRule(this, id, {
      securityGroupId: group.id,
      description,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      ...from,
    });
  }

  /** Addresses that AWS keeps a list of. */
  private listed(id: string, name: string): Origin {
    return { prefixListId: new DataAwsEc2ManagedPrefixList(this, id, { name }).id };
  }

  /** The zone is looked up by its name: no state of another stack is read. */
  private names(balancer: Lb, { zone, services }: LoadBalancerProps): void {
    const { zoneId } = new DataAwsRoute53Zone(this, 'zone', { name: zone });
    for (const { name, regionalHost } of services) {
      new Route53Record(new Construct(this, name), 'record', {
        zoneId,
        name: regionalHost,
        type: 'A',
        alias: { name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true },
      });
    }
  }
}
