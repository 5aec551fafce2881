import { DataAwsRouteTable } from '@cdktf/provider-aws/lib/data-aws-route-table';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { Route } from '@cdktf/provider-aws/lib/route';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { VpcPeeringConnection } from '@cdktf/provider-aws/lib/vpc-peering-connection';
import { VpcPeeringConnectionAccepterA } from '@cdktf/provider-aws/lib/vpc-peering-connection-accepter';
import { VpcPeeringConnectionOptions } from '@cdktf/provider-aws/lib/vpc-peering-connection-options';
import { Construct } from 'constructs';
import { type Cluster, networkNames, privateDomain } from '../../model';

export interface RegionLinkProps {
  readonly platform: string;
  readonly primary: Cluster;
  readonly recovery: Cluster;
}

/** One end of the link, as it is found by the names that the model gave it. */
interface End {
  readonly cluster: Cluster;
  readonly scope: Construct;
  readonly vpcId: string;
}

/**
 * The way between the VPCs of two regions, encrypted by AWS, and a zone of names that both know. It opens no port: security groups
 * and network policies say who may use it. Nothing of either region waits for it, and it reads the state of neither.
 */
export class RegionLink extends Construct {
  constructor(scope: Construct, id: string, { platform, primary, recovery }: RegionLinkProps) {
    super(scope, id);
    const ends = [this.end(primary), this.end(recovery)] as const;
    const [near, far] = ends;
    const name = `${platform}-${primary.environment}`;
    const peering = new VpcPeeringConnection(this, 'peering', {
      region: near.cluster.region,
      vpcId: near.vpcId,
      peerVpcId: far.vpcId,
      peerRegion: far.cluster.region,
      peerOwnerId: far.cluster.account,
      autoAccept: false,
      tags: { Name: name },
    });
    const accepted = new VpcPeeringConnectionAccepterA(this, 'acceptance', {
      region: far.cluster.region,
      vpcPeeringConnectionId: peering.id,
      autoAccept: true,
      tags: { Name: name },
    });
    // Names of the other side resolve to its private addresses. Each region sets its own side, once the other has agreed.
    new VpcPeeringConnectionOptions(near.scope, 'options', {
      region: near.cluster.region,
      vpcPeeringConnectionId: accepted.id,
      requester: { allowRemoteVpcDnsResolution: true },
    });
    new VpcPeeringConnectionOptions(far.scope, 'options', {
      region: far.cluster.region,
      vpcPeeringConnectionId: accepted.id,
      accepter: { allowRemoteVpcDnsResolution: true },
    });
    this.routes(near, far, accepted.id);
    this.routes(far, near, accepted.id);
    new Route53Zone(this, 'zone', {
      name: privateDomain(platform, primary.environment),
      comment: `Names inside ${primary.environment} of ${platform}`,
      vpc: ends.map(({ vpcId, cluster }) => ({ vpcId, vpcRegion: cluster.region })),
      lifecycle: { preventDestroy: primary.protect },
    });
  }

  private end(cluster: Cluster): End {
    const scope = new Construct(this, cluster.role);
    const vpc = new DataAwsVpc(scope, 'vpc', { region: cluster.region, tags: { Name: networkNames.vpc(cluster.name) } });
    return { cluster, scope, vpcId: vpc.id };
  }

  /** Pods and nodes find the other side; data subnets do not, since databases are copied by AWS itself. */
  private routes({ cluster, scope, vpcId }: End, { cluster: other }: End, peeringId: string): void {
    for (const { zone } of cluster.network.zones) {
      const at = new Construct(scope, zone);
      const routes = new DataAwsRouteTable(at, 'private-routes', {
        region: cluster.region,
        vpcId,
        tags: { Name: networkNames.privateRoutes(cluster.name, zone) },
      });
      for (const peer of other.network.zones) {
        new Route(at, `to-${peer.zone}`, {
          region: cluster.region,
          routeTableId: routes.routeTableId,
          destinationCidrBlock: peer.private.text,
          vpcPeeringConnectionId: peeringId,
        });
      }
    }
  }
}
