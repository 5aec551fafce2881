import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { Construct } from 'constructs';

/** How long logs of the network and of the control plane are kept: a year, as audits ask for, in days. */
const RETENTION_DAYS = 365;

/** A log group of a cluster, kept and encrypted. Its name fits the condition in the policy of the cluster's key. */
export const clusterLogGroup = (scope: Construct, id: string, name: string, keyArn: string) =>
  new CloudwatchLogGroup(scope, id, { name, retentionInDays: RETENTION_DAYS, kmsKeyId: keyArn });
