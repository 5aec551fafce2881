import type { Construct } from 'constructs';
import { Firewall, LoadBalancer } from '../lib/infrastructure';
import { environmentDomain, loadBalancerName, publicServices, targetPorts } from '../lib/model';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** How requests from outside enter one region. */
export class IngressStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { platform, cluster } = this;
    const { edge, firewall } = platform.spec.traffic;
    const network = this.read('network');
    const { arn: firewallArn } = new Firewall(this, 'firewall', {
      name: loadBalancerName(platform.name, cluster),
      requestsPerAddress: firewall.requestsPerAddress,
      logsKeyArn: this.read('security').text('logs_key_arn'),
    });
    new LoadBalancer(this, 'ingress', {
      platform: platform.name,
      cluster,
      zone: environmentDomain(platform, cluster.environment),
      services: publicServices(platform, cluster),
      targetPorts: targetPorts(platform, cluster),
      vpcId: network.text('vpc_id'),
      subnetIds: network.list('public_subnet_ids'),
      clusterGroupId: this.read('cluster').text('cluster_security_group_id'),
      firewallArn,
      edge,
    });
  }
}
