import { CloudwatchMetricAlarm, type CloudwatchMetricAlarmConfig } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { CAUGHT_UP, type Cluster, caughtUpAlarm, type ManagedDatabase } from '../model';

export interface CaughtUpProps {
  /** Where the copy is. */
  readonly cluster: Cluster;
  readonly database: ManagedDatabase;
}

/** Says whether a copy has what its source wrote. It is on while all is well, tells nobody, and a failback reads it. */
export class CaughtUp extends Construct {
  constructor(scope: Construct, id: string, { cluster, database }: CaughtUpProps) {
    super(scope, id);
    const { name, lagAlert } = database;
    new CloudwatchMetricAlarm(this, 'lag', {
      alarmName: caughtUpAlarm(cluster, name),
      alarmDescription: `${name} follows the other region closely: a failback looks at it`,
      ...lagOf(cluster, database),
      comparisonOperator: 'LessThanOrEqualToThreshold',
      threshold: Math.min(CAUGHT_UP.lagSeconds, lagAlert?.value ?? CAUGHT_UP.lagSeconds),
      evaluationPeriods: 1,
      // What writes has no lag to tell.
      treatMissingData: 'notBreaching',
    });
  }
}

const PERIOD = 60;

/** A cache says it of the node that is the primary one of its region, which may be any of them. */
function lagOf({ network: { zones } }: Cluster, { product, server }: ManagedDatabase): Partial<CloudwatchMetricAlarmConfig> {
  if (product === 'rds')
    return {
      namespace: 'AWS/RDS',
      metricName: 'ReplicaLag',
      dimensions: { DBInstanceIdentifier: server },
      statistic: 'Maximum',
      period: PERIOD,
    };
  const metric = (node: string) => ({
    namespace: 'AWS/ElastiCache',
    metricName: 'GlobalDatastoreReplicationLag',
    dimensions: { CacheClusterId: node },
    stat: 'Maximum',
    period: PERIOD,
  });
  return {
    metricQuery: [
      { id: 'lag', expression: 'MAX(METRICS())', label: 'lag in seconds', returnData: true },
      // AWS names the nodes of a group by number (ElastiCache User Guide, replication groups).
      ...zones.map((_, i) => ({ id: `node${i + 1}`, metric: metric(`${server}-${String(i + 1).padStart(3, '0')}`) })),
    ],
  };
}
