import { PrometheusWorkspace } from '@cdktf/provider-aws/lib/prometheus-workspace';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { Construct } from 'constructs';
import { alarmTopic, alarmTopicArn, type Cluster, containerLogGroup, type Platform } from '../model';
import { clusterLogGroup } from './log-group';
import { policyDocument } from './policy-document';

export interface ObservabilityProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
  /** ARN of the key of logs and notifications. */
  readonly keyArn: string;
}

/** Where an environment's metrics and logs of one region go beyond its cluster, and how AWS tells somebody. */
export class Observability extends Construct {
  /** Id of the workspace, which the platform file names from then on. */
  readonly workspaceId: string;

  constructor(scope: Construct, id: string, { platform, cluster, keyArn }: ObservabilityProps) {
    super(scope, id);
    const { name, environment, protect } = cluster;
    const logs = clusterLogGroup(this, 'workspace-logs', `/aws/vendedlogs/prometheus/${name}`, keyArn);
    const workspace = new PrometheusWorkspace(this, 'workspace', {
      alias: name,
      kmsKeyArn: keyArn,
      loggingConfiguration: { logGroupArn: `${logs.arn}:*` },
      lifecycle: { preventDestroy: protect },
    });
    this.workspaceId = workspace.id;
    if (platform.spec.telemetry.logs === 'cloudwatch')
      clusterLogGroup(this, 'container-logs', containerLogGroup(platform.name, environment), keyArn);
    this.alarms(cluster, keyArn);
  }

  /**
   * The topic of alarms that AWS itself raises. Who is told subscribes by hand: the address of PagerDuty is a secret, and a
   * subscription of Terraform would keep it in the state (docs/infrastructure.md).
   */
  private alarms(cluster: Cluster, keyArn: string): void {
    const topic = new SnsTopic(this, 'alarms', { name: alarmTopic(cluster.name), kmsMasterKeyId: keyArn });
    new SnsTopicPolicy(this, 'alarms-policy', {
      arn: topic.arn,
      policy: policyDocument({
        Sid: 'ServicesOfThisAccountPublish',
        Effect: 'Allow',
        Principal: { Service: ['cloudwatch.amazonaws.com', 'events.amazonaws.com'] },
        Action: 'sns:Publish',
        Resource: alarmTopicArn(cluster),
        Condition: { StringEquals: { 'aws:SourceAccount': cluster.account } },
      }),
    });
  }
}
