import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { NetworkAcl } from '@cdktf/provider-aws/lib/network-acl';
import { NetworkAclRule } from '@cdktf/provider-aws/lib/network-acl-rule';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Construct } from 'constructs';
import { type Cluster, GATE_RULE, networkNames, type ZoneSubnets } from '../model';
import { NetworkEndpoints } from './network-endpoints';
import { NetworkFlowLogs } from './network-flow-logs';

const EVERYWHERE = '0.0.0.0/0';
/** Number of the rules that let everything through; lower ones go first. */
const OPEN_RULE = 100;

export interface NetworkProps {
  readonly cluster: Cluster;
  /** AWS services that are reached inside the VPC, by the last part of the names of their endpoints. */
  readonly endpoints: readonly string[];
  /** ARN of the key that encrypts the flow logs. */
  readonly keyArn: string;
}

/**
 * The VPC of a cluster over its zones: nodes in private subnets that leave through a NAT gateway of their own zone (or of the first one, where the tiers allow it),
 * load balancers in public subnets, databases in data subnets without a way out, whose network ACL a failover closes to pods.
 */
export class Network extends Construct {
  readonly vpcId: string;
  /** Public subnets, in the order of the zones. */
  readonly publicSubnetIds: readonly string[];
  /** Private subnets, in the order of the zones. */
  readonly privateSubnetIds: readonly string[];
  /** Data subnets, in the order of the zones. */
  readonly dataSubnetIds: readonly string[];
  readonly publicRouteTableId: string;
  /** Route tables of the private subnets, in the order of the zones. */
  readonly privateRouteTableIds: readonly string[];
  /** Route tables of the data subnets, in the order of the zones. */
  readonly dataRouteTableIds: readonly string[];
  /** The network ACL of the data subnets, whose first rule lets pods in; a failover closes it. */
  readonly dataNetworkAclId: string;

  constructor(scope: Construct, id: string, { cluster, endpoints, keyArn }: NetworkProps) {
    super(scope, id);
    const { name, network } = cluster;
    const vpc = new Vpc(this, 'vpc', {
      cidrBlock: network.cidr.text,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: networkNames.vpc(name) },
    });
    // Without rules the default group lets nothing through; AWS would fill it with an allow-all of its own.
    new DefaultSecurityGroup(this, 'default-security-group', {
      vpcId: vpc.id,
      ingress: [],
      egress: [],
      tags: { Name: `${name}-default-closed` },
    });

    const internet = new InternetGateway(this, 'internet-gateway', { vpcId: vpc.id, tags: { Name: name } });
    const publicRoutes = this.publicRoutes(name, vpc.id, internet);
    const zones: ZoneParts[] = [];
    for (const zone of network.zones) {
      const shared = network.nat.value === 'one' ? zones[0]?.nat : undefined;
      zones.push(this.zone(name, vpc.id, zone, publicRoutes, internet, shared));
    }
    this.vpcId = vpc.id;
    this.publicSubnetIds = zones.map(({ publicSubnetId }) => publicSubnetId);
    this.privateSubnetIds = zones.map(({ privateSubnetId }) => privateSubnetId);
    this.dataSubnetIds = zones.map(({ dataSubnetId }) => dataSubnetId);
    this.publicRouteTableId = publicRoutes.id;
    this.privateRouteTableIds = zones.map(({ privateRouteTableId }) => privateRouteTableId);
    this.dataRouteTableIds = zones.map(({ dataRouteTableId }) => dataRouteTableId);
    this.dataNetworkAclId = this.gate(cluster, vpc.id);

    new NetworkEndpoints(this, 'endpoints', {
      cluster,
      vpcId: vpc.id,
      services: endpoints,
      subnetIds: this.privateSubnetIds,
      routeTableIds: this.privateRouteTableIds,
    });
    new NetworkFlowLogs(this, 'flow-logs', { cluster, vpcId: vpc.id, keyArn });
  }

  /**
   * Lets everything through, as the ACL of a VPC does, with one rule of its own for pods: by it the guard of a region keeps pods from
   * their databases when the region has lost the right to write. Security groups keep no such switch: what is connected stays so.
   */
  private gate({ name, network }: Cluster, vpcId: string): string {
    const { id } = new NetworkAcl(this, 'data-acl', {
      vpcId,
      subnetIds: [...this.dataSubnetIds],
      tags: { Name: networkNames.dataAcl(name) },
    });
    const rule = (what: string, ruleNumber: number, egress: boolean, cidrBlock: string, ignoreChanges: string[] = []) =>
      new NetworkAclRule(this, `data-${what}`, {
        networkAclId: id,
        ruleNumber,
        egress,
        protocol: '-1',
        ruleAction: 'allow',
        cidrBlock,
        ...(ignoreChanges.length > 0 ? { lifecycle: { ignoreChanges } } : {}),
      });
    rule('gate', GATE_RULE, false, network.pods.text, ['rule_action']);
    rule('ingress', OPEN_RULE, false, EVERYWHERE);
    rule('egress', OPEN_RULE, true, EVERYWHERE);
    return id;
  }

  private publicRoutes(name: string, vpcId: string, internet: InternetGateway): RouteTable {
    const routes = new RouteTable(this, 'public-routes', { vpcId, tags: { Name: `${name}-public` } });
    new Route(this, 'public-default-route', { routeTableId: routes.id, destinationCidrBlock: EVERYWHERE, gatewayId: internet.id });
    return routes;
  }

  /** A zone with a NAT gateway and routes of its own loses nothing when another one is lost. */
  private zone(
    name: string,
    vpcId: string,
    { zone, ...blocks }: ZoneSubnets,
    publicRoutes: RouteTable,
    internet: InternetGateway,
    shared?: NatGateway,
  ): ZoneParts {
    const scope = new Construct(this, zone);
    const subnet = (kind: 'public' | 'private' | 'data', tags: Record<string, string> = {}) =>
      new Subnet(scope, `${kind}-subnet`, {
        vpcId,
        availabilityZone: zone,
        cidrBlock: blocks[kind].text,
        mapPublicIpOnLaunch: false,
        tags: { Name: `${name}-${kind}-${zone}`, ...tags },
      });
    // The AWS Load Balancer Controller finds its subnets by these tags.
    const publicSubnet = subnet('public', { 'kubernetes.io/role/elb': '1' });
    const privateSubnet = subnet('private', { 'kubernetes.io/role/internal-elb': '1' });
    const dataSubnet = subnet('data');

    const nat = shared ?? this.nat(scope, `${name}-${zone}`, `${name}-nat-${zone}`, publicSubnet, internet);
    const privateRoutes = new RouteTable(scope, 'private-routes', { vpcId, tags: { Name: networkNames.privateRoutes(name, zone) } });
    new Route(scope, 'private-default-route', { routeTableId: privateRoutes.id, destinationCidrBlock: EVERYWHERE, natGatewayId: nat.id });
    const dataRoutes = new RouteTable(scope, 'data-routes', { vpcId, tags: { Name: `${name}-data-${zone}` } });

    const associate = (kind: string, subnetId: string, routeTableId: string) =>
      new RouteTableAssociation(scope, `${kind}-routes-association`, { subnetId, routeTableId });
    associate('public', publicSubnet.id, publicRoutes.id);
    associate('private', privateSubnet.id, privateRoutes.id);
    associate('data', dataSubnet.id, dataRoutes.id);
    return {
      nat,
      publicSubnetId: publicSubnet.id,
      privateSubnetId: privateSubnet.id,
      dataSubnetId: dataSubnet.id,
      privateRouteTableId: privateRoutes.id,
      dataRouteTableId: dataRoutes.id,
    };
  }
  private nat(scope: Construct, name: string, addressName: string, subnet: Subnet, internet: InternetGateway): NatGateway {
    // AWS refuses a NAT gateway in a VPC without an internet gateway; nothing but this tells Terraform of the order.
    const dependsOn = [internet];
    const address = new Eip(scope, 'nat-address', { domain: 'vpc', tags: { Name: addressName }, dependsOn });
    return new NatGateway(scope, 'nat-gateway', { allocationId: address.id, subnetId: subnet.id, tags: { Name: name }, dependsOn });
  }
}

/** What a zone of the network is made of. */
interface ZoneParts {
  readonly nat: NatGateway;
  readonly publicSubnetId: string;
  readonly privateSubnetId: string;
  readonly dataSubnetId: string;
  readonly privateRouteTableId: string;
  readonly dataRouteTableId: string;
}
