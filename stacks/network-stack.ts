import type { Construct } from 'constructs';
import { Network } from '../lib/infrastructure';
import { interfaceEndpoints } from '../lib/model';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** The VPC of an environment in one region. */
export class NetworkStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const network = new Network(this, 'network', {
      cluster: this.cluster,
      endpoints: interfaceEndpoints(this.platform, this.cluster),
      keyArn: this.read('security').text('logs_key_arn'),
    });
    this.publish('network', {
      vpc_id: network.vpcId,
      public_subnet_ids: network.publicSubnetIds,
      private_subnet_ids: network.privateSubnetIds,
      data_subnet_ids: network.dataSubnetIds,
      public_route_table_id: network.publicRouteTableId,
      private_route_table_ids: network.privateRouteTableIds,
      data_route_table_ids: network.dataRouteTableIds,
      data_network_acl_id: network.dataNetworkAclId,
    });
  }
}
