import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import type { Cluster } from '../model';

const HTTPS = 443;

export interface NetworkEndpointsProps {
  readonly cluster: Cluster;
  readonly vpcId: string;
  /** AWS services, by the last part of the names of their endpoints. */
  readonly services: readonly string[];
  /** Subnets that get an address of each service. */
  readonly subnetIds: readonly string[];
  /** Route tables that reach S3 (image layers) directly. */
  readonly routeTableIds: readonly string[];
}

/** Private ways to the AWS services that nodes and their pods need. */
export class NetworkEndpoints extends Construct {
  constructor(scope: Construct, id: string, { cluster, vpcId, services, subnetIds, routeTableIds }: NetworkEndpointsProps) {
    super(scope, id);
    const { name, region, network } = cluster;
    const group = new SecurityGroup(this, 'security-group', {
      name: `${name}-endpoints`,
      description: 'HTTPS from the VPC to AWS services',
      vpcId,
      tags: { Name: `${name}-endpoints` },
    });
    new VpcSecurityGroupIngressRule(this, 'https-from-vpc', {
      securityGroupId: group.id,
      description: 'HTTPS from the VPC',
      cidrIpv4: network.cidr.text,
      ipProtocol: 'tcp',
      fromPort: HTTPS,
      toPort: HTTPS,
    });
    new VpcEndpoint(this, 's3', {
      vpcId,
      serviceName: `com.amazonaws.${region}.s3`,
      vpcEndpointType: 'Gateway',
      routeTableIds: [...routeTableIds],
      tags: { Name: `${name}-s3` },
    });
    for (const service of services) {
      new VpcEndpoint(this, service.replace('.', '-'), {
        vpcId,
        serviceName: `com.amazonaws.${region}.${service}`,
        vpcEndpointType: 'Interface',
        privateDnsEnabled: true,
        subnetIds: [...subnetIds],
        securityGroupIds: [group.id],
        tags: { Name: `${name}-${service}` },
      });
    }
  }
}
