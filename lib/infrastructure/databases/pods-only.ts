import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { Construct } from 'constructs';
import type { Cluster } from '../../model';

export interface PodsOnlyProps {
  readonly cluster: Cluster;
  /** Name of the database. */
  readonly database: string;
  /** Name of its server in AWS. */
  readonly server: string;
  readonly vpcId: string;
  readonly port: number;
}

/** Nodes and pods may connect, and nothing else: neither load balancers nor other databases. It opens no connection itself. */
export function podsOnly(scope: Construct, { cluster, database, server, vpcId, port }: PodsOnlyProps): SecurityGroup {
  const group = new SecurityGroup(scope, 'security-group', {
    name: server,
    description: `Pods to the database ${database}`,
    vpcId,
    tags: { Name: server },
  });
  for (const { zone, private: pods } of cluster.network.zones) {
    new VpcSecurityGroupIngressRule(scope, `from-${zone}`, {
      securityGroupId: group.id,
      description: `Pods in ${zone}`,
      cidrIpv4: pods.text,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
    });
  }
  return group;
}
