import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { type Cluster, roleName } from '../model';
import { clusterLogGroup } from './log-group';
import { policyDocument, serviceTrust } from './policy-document';

export interface NetworkFlowLogsProps {
  readonly cluster: Cluster;
  readonly vpcId: string;
  readonly keyArn: string;
}

/** Records of every connection in the VPC, accepted or not. */
export class NetworkFlowLogs extends Construct {
  constructor(scope: Construct, id: string, { cluster, vpcId, keyArn }: NetworkFlowLogsProps) {
    super(scope, id);
    const { name, account, region } = cluster;
    const logs = clusterLogGroup(this, 'log-group', `/aws/vpc/${name}/flow-logs`, keyArn);
    const role = new IamRole(this, 'role', {
      name: roleName(name, 'flow-logs'),
      assumeRolePolicy: serviceTrust('vpc-flow-logs.amazonaws.com', account),
    });
    new IamRolePolicy(this, 'role-policy', {
      name: 'write-flow-logs',
      role: role.id,
      policy: policyDocument(
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          Resource: [logs.arn, `${logs.arn}:*`],
        },
        // Asked for by the VPC User Guide (IAM role for publishing flow logs); it lists groups, so it takes no single one.
        { Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: `arn:aws:logs:${region}:${account}:log-group:*` },
      ),
    });
    new FlowLog(this, 'flow-log', {
      vpcId,
      trafficType: 'ALL',
      logDestination: logs.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 60,
      tags: { Name: name },
    });
  }
}
