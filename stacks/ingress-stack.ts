import type { Construct } from 'constructs';
import { Firewall, LoadBalancer } from '../lib/infrastructure';
import { environmentDomain, loadBalancerName, publicGateway, publicServices, targetPorts } from '../lib/model';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** How requests from outside enter one region. */
export class IngressStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { platform, cluster } = this;
    const network = this.read('network');
    // The gateway of a mesh ends TLS itself: before it nothing reads requests, and so nothing can refuse them.
    const passesOn = publicGateway(cluster) !== undefined;
    new LoadBalancer(this, 'ingress', {
      platform: platform.name,
      cluster,
      zone: environmentDomain(platform, cluster.environment),
      services: publicServices(platform, cluster),
      targetPorts: targetPorts(platform, cluster),
      vpcId: network.text('vpc_id'),
      subnetIds: network.list('public_subnet_ids'),
      clusterGroupId: this.read('cluster').text('cluster_security_group_id'),
      type: passesOn ? 'network' : 'application',
      ...(passesOn ? {} : { firewallArn: this.firewall() }),
      edge: platform.spec.traffic.edge,
    });
  }

  private firewall(): string {
    const { platform, cluster } = this;
    return new Firewall(this, 'firewall', {
      name: loadBalancerName(platform.name, cluster),
      requestsPerAddress: platform.spec.traffic.firewall.requestsPerAddress,
      logsKeyArn: this.read('security').text('logs_key_arn'),
    }).arn;
  }
}
