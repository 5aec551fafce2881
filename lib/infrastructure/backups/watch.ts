import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { alarmTopicArn, backupVaultArn, type Cluster, type VaultPlan } from '../../model';

const HOUR = 3600;
/** An alarm looks back a week at most (CloudWatch User Guide, alarm evaluation), in hours. */
const LONGEST_LOOK = 7 * 24;

export interface BackupWatchProps {
  readonly cluster: Cluster;
  readonly vault: string;
  /** Backups of the databases of this region. */
  readonly made: readonly VaultPlan[];
}

/**
 * Tells when a backup, its copy or a restore test failed, each by its own event; and when there is nothing to tell of for too long,
 * which no event would say: nothing was backed up, or nothing left the region.
 */
export class BackupWatch extends Construct {
  constructor(scope: Construct, id: string, { cluster, vault, made }: BackupWatchProps) {
    super(scope, id);
    const arn = backupVaultArn(cluster, vault);
    // Fields as AWS Backup sends them (AWS Backup Developer Guide, monitoring events with EventBridge).
    this.failures(cluster, 'backup', 'Backup Job State Change', { state: ['ABORTED', 'EXPIRED', 'FAILED'], backupVaultName: [vault] });
    this.failures(cluster, 'copy', 'Copy Job State Change', { state: ['FAILED'], sourceBackupVaultArn: [arn] });
    this.failures(cluster, 'restore', 'Restore Job State Change', { status: ['ABORTED', 'FAILED'] });
    const [first] = made;
    if (!first) return;
    this.silence(cluster, vault, 'backups', 'NumberOfBackupJobsCompleted', made);
    const leaving = made.filter(({ place, region }) => place.region !== region);
    if (leaving.length > 0) this.silence(cluster, vault, 'copies', 'NumberOfCopyJobsCompleted', leaving);
  }

  private failures(cluster: Cluster, id: string, detailType: string, detail: Readonly<Record<string, readonly string[]>>): void {
    const at = new Construct(this, id);
    const rule = new CloudwatchEventRule(at, 'rule', {
      name: `${cluster.name}-${id}-failed`,
      description: `${detailType}: what did not end well`,
      eventPattern: JSON.stringify({ source: ['aws.backup'], 'detail-type': [detailType], detail }),
    });
    new CloudwatchEventTarget(at, 'target', { rule: rule.name, arn: alarmTopicArn(cluster) });
  }

  private silence(cluster: Cluster, vault: string, id: string, metricName: string, plans: readonly VaultPlan[]): void {
    const hours = Math.min(LONGEST_LOOK, Math.ceil(Math.min(...plans.map(({ alertAfter }) => alertAfter.value)) / HOUR));
    new CloudwatchMetricAlarm(this, id, {
      alarmName: `${cluster.name}-no-${id}`,
      alarmDescription: `${vault} in ${cluster.region}: no ${id} of databases for ${hours} hours`,
      namespace: 'AWS/Backup',
      metricName,
      dimensions: { BackupVaultName: vault },
      statistic: 'Sum',
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      period: HOUR,
      evaluationPeriods: hours,
      datapointsToAlarm: hours,
      treatMissingData: 'breaching',
      alarmActions: [alarmTopicArn(cluster)],
      okActions: [alarmTopicArn(cluster)],
    });
  }
}
