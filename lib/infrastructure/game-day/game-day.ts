import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { FisExperimentTemplate, type FisExperimentTemplateTarget } from '@cdktf/provider-aws/lib/fis-experiment-template';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { type Cluster, type Experiment, experimentName, experiments, type Fault, type Platform, roleName, watched } from '../../model';
import { clusterLogGroup } from '../log-group';
import { policyDocument, serviceTrust, statementOf } from '../policy-document';
import { permissionsOf } from './permissions';

export interface GameDayProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
  /** Ids of the subnets that an experiment may cut off, one in each zone. */
  readonly subnetIds: { readonly private: readonly string[]; readonly data: readonly string[] };
  /** ARN of the key of logs. */
  readonly keyArn: string;
}

/** Minutes of silence that stop an experiment are periods of this many seconds. */
const PERIOD = 60;

/**
 * Experiments of AWS FIS in one region, each with a role of its own. Nothing starts them but a person, and what nobody watches is
 * stopped: whoever started one says every few seconds that they look, and their silence is the alarm.
 */
export class GameDay extends Construct {
  constructor(scope: Construct, id: string, props: GameDayProps) {
    super(scope, id);
    const { platform, cluster, keyArn } = props;
    const log = clusterLogGroup(this, 'log', `/aws/vendedlogs/fis/${cluster.name}`, keyArn);
    const { arn: alarmArn } = this.unwatched(platform, cluster);
    for (const experiment of experiments(platform, cluster)) this.template(experiment, props, `${log.arn}:*`, alarmArn);
  }

  /** Missing data counts as silence: while nobody holds a game day the alarm is on, tells nobody, and lets no experiment run. */
  private unwatched(platform: Platform, cluster: Cluster): CloudwatchMetricAlarm {
    const { namespace, metric, dimensions, alarm, silenceSeconds } = watched(platform, cluster);
    return new CloudwatchMetricAlarm(this, 'unwatched', {
      alarmName: alarm,
      alarmDescription: 'On while nobody watches an experiment of a game day; it stops experiments, and tells nobody.',
      namespace,
      metricName: metric,
      dimensions: { ...dimensions },
      statistic: 'Minimum',
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      period: PERIOD,
      evaluationPeriods: silenceSeconds / PERIOD,
      treatMissingData: 'breaching',
    });
  }

  private template(experiment: Experiment, props: GameDayProps, logGroupArn: string, alarmArn: string): void {
    const { cluster } = props;
    const at = new Construct(this, experiment.name);
    const role = this.role(at, experiment, props);
    new FisExperimentTemplate(at, 'template', {
      description: experiment.describes,
      roleArn: role.arn,
      action: experiment.faults.map(({ name, action, parameters, target }) => ({
        name,
        actionId: action,
        parameter: Object.entries(parameters).map(([key, value]) => ({ key, value })),
        target: { key: target.key, value: name },
      })),
      target: experiment.faults.map((fault) => targetOf(fault, props)),
      stopCondition: [{ source: 'aws:cloudwatch:alarm', value: alarmArn }],
      // An experiment that meets nothing has not passed.
      experimentOptions: { accountTargeting: 'single-account', emptyTargetResolutionMode: 'fail' },
      logConfiguration: { logSchemaVersion: 2, cloudwatchLogsConfiguration: { logGroupArn } },
      tags: { Name: experimentName(cluster, experiment.name) },
    });
  }

  private role(at: Construct, experiment: Experiment, { cluster, subnetIds }: GameDayProps): IamRole {
    const role = new IamRole(at, 'role', {
      name: roleName(cluster.name, `game-day-${experiment.name}`),
      assumeRolePolicy: serviceTrust('fis.amazonaws.com', cluster.account),
    });
    const subnetArns = [...subnetArnsOf(cluster, subnetIds.private), ...subnetArnsOf(cluster, subnetIds.data)];
    new IamRolePolicy(at, 'role-policy', {
      name: experiment.name,
      role: role.id,
      policy: policyDocument(...permissionsOf(experiment, { cluster, subnetArns }).map((permission) => statementOf(permission))),
    });
    return role;
  }
}

/** A target has the name of its fault: each fault meets its own. */
function targetOf({ name, target }: Fault, { cluster, subnetIds }: GameDayProps): FisExperimentTemplateTarget {
  const { resourceType, which, parameters } = target;
  const common = { name, resourceType, selectionMode: 'ALL', ...(parameters ? { parameters: { ...parameters } } : {}) };
  switch (which.by) {
    case 'tags':
      return { ...common, resourceTag: Object.entries(which.tags).map(([key, value]) => ({ key, value })) };
    case 'arns':
      return { ...common, resourceArns: [...which.arns] };
    case 'subnets':
      return { ...common, resourceArns: subnetArnsOf(cluster, subnetIds[which.subnets]) };
  }
}

const subnetArnsOf = ({ region, account }: Cluster, ids: readonly string[]) =>
  ids.map((subnet) => `arn:aws:ec2:${region}:${account}:subnet/${subnet}`);
