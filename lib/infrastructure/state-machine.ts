import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { Construct } from 'constructs';
import { alarmTopicArn, type Cluster, type Permission, roleName, SCHEDULE_SECONDS } from '../model';
import { clusterLogGroup } from './log-group';
import { policyDocument, serviceTrust, statementOf } from './policy-document';

export interface StateMachineProps {
  /** Where it runs. */
  readonly cluster: Cluster;
  /** What it is for; part of its name. */
  readonly purpose: string;
  readonly name: string;
  /** Its definition in the Amazon States Language. */
  readonly definition: object;
  readonly permissions: readonly Permission[];
  /** ARN of the key of its log. */
  readonly keyArn: string;
  /** Time between two starts, in seconds. Default: somebody else starts it. */
  readonly everySeconds?: number;
  /** What the machine says about itself, beside what everything of its stack says. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Steps Functions writes its log through deliveries, which know no resource (Step Functions Developer Guide, logging). */
const WRITE_LOG = policyStatement('WriteLog', [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
]);
const TRACE = policyStatement('Trace', [
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]);

function policyStatement(id: string, actions: readonly string[]): Permission {
  return { id, actions, resources: ['*'] };
}

/** Runs that fail within this time page somebody, in seconds. */
const ALARM_PERIOD = 300;

/** A standard workflow with a role, a log, traces, an alarm, and a schedule where it starts by itself. */
export class StateMachine extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: StateMachineProps) {
    super(scope, id);
    const { cluster, purpose, name, definition, permissions, keyArn, everySeconds, tags } = props;
    const role = new IamRole(this, 'role', {
      name: roleName(cluster.name, purpose),
      assumeRolePolicy: serviceTrust('states.amazonaws.com', cluster.account),
    });
    const policy = new IamRolePolicy(this, 'role-policy', {
      name: purpose,
      role: role.id,
      policy: policyDocument(...[...permissions, WRITE_LOG, TRACE].map((permission) => statementOf(permission))),
    });
    const log = clusterLogGroup(this, 'log', `/aws/vendedlogs/states/${name}`, keyArn);
    const machine = new SfnStateMachine(this, 'machine', {
      name,
      type: 'STANDARD',
      roleArn: role.arn,
      definition: JSON.stringify(definition),
      loggingConfiguration: { level: 'ALL', includeExecutionData: true, logDestination: `${log.arn}:*` },
      tracingConfiguration: { enabled: true },
      ...(tags ? { tags: { ...tags } } : {}),
      // Whether it may write its log is looked at when it is made.
      dependsOn: [policy],
    });
    this.arn = machine.arn;
    if (everySeconds !== undefined) this.schedule(props, everySeconds);
    this.alarm(props, 'failed', 'GreaterThanThreshold', 'ExecutionsFailed', 'notBreaching');
    // What starts every minute and does not end well within five is not there any more.
    if (everySeconds !== undefined) this.alarm(props, 'silent', 'LessThanOrEqualToThreshold', 'ExecutionsSucceeded', 'breaching');
  }

  private schedule({ cluster, purpose, name }: StateMachineProps, everySeconds: number): void {
    const role = new IamRole(this, 'schedule-role', {
      name: roleName(cluster.name, `${purpose}-schedule`),
      assumeRolePolicy: serviceTrust('scheduler.amazonaws.com', cluster.account),
    });
    new IamRolePolicy(this, 'schedule-role-policy', {
      name: 'start',
      role: role.id,
      policy: policyDocument({ Effect: 'Allow', Action: 'states:StartExecution', Resource: this.arn }),
    });
    const minutes = Math.max(1, Math.round(everySeconds / SCHEDULE_SECONDS));
    new SchedulerSchedule(this, 'schedule', {
      name,
      scheduleExpression: minutes === 1 ? 'rate(1 minute)' : `rate(${minutes} minutes)`,
      flexibleTimeWindow: { mode: 'OFF' },
      // A run that comes late is of no use: the next one is due.
      target: { arn: this.arn, roleArn: role.arn, retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: SCHEDULE_SECONDS } },
    });
  }

  private alarm(
    { cluster, name }: StateMachineProps,
    id: string,
    comparisonOperator: string,
    metricName: string,
    treatMissingData: string,
  ): void {
    new CloudwatchMetricAlarm(this, id, {
      alarmName: `${name}-${id}`,
      alarmDescription: `${name}: ${metricName} of the last ${ALARM_PERIOD / 60} minutes`,
      namespace: 'AWS/States',
      metricName,
      dimensions: { StateMachineArn: this.arn },
      statistic: 'Sum',
      comparisonOperator,
      threshold: 0,
      period: ALARM_PERIOD,
      evaluationPeriods: 1,
      treatMissingData,
      alarmActions: [alarmTopicArn(cluster)],
      okActions: [alarmTopicArn(cluster)],
    });
  }
}
