import { BackupRestoreTestingPlan } from '@cdktf/provider-aws/lib/backup-restore-testing-plan';
import { BackupRestoreTestingSelection } from '@cdktf/provider-aws/lib/backup-restore-testing-selection';
import { Construct } from 'constructs';
import { backupVaultArn, type Cluster, type VaultPlan } from '../../model';

const DAY = 86_400;
/** How long a database stands after its test, so that somebody can look into it: the least, in hours. */
const LOOK_HOURS = 1;
/** Within how many hours of its time a test begins: the least that AWS allows (AWS Backup API reference, StartWindowHours). */
const START_HOURS = 1;

/** When restores are tested, and what the tests are called. */
export interface RestoreTestSchedule {
  /** A cron expression in the words of AWS. */
  readonly expression: string;
  readonly timeZone: string;
  readonly name: string;
  nameOf(plan: VaultPlan): string;
}

export interface RestoreTestsProps {
  readonly cluster: Cluster;
  /** Name of the vault in which the backups are. */
  readonly vault: string;
  readonly kept: readonly VaultPlan[];
  readonly test: RestoreTestSchedule;
  readonly roleArn: string;
}

/**
 * Restores the newest backup of each database, where it would be needed: from the copy, with the key of this region. What is restored
 * stands beside its database, in subnets without a way out, behind the default security group, which is closed; AWS removes it again.
 */
export class RestoreTests extends Construct {
  constructor(scope: Construct, id: string, { cluster, vault, kept, test, roleArn }: RestoreTestsProps) {
    super(scope, id);
    const days = Math.max(...kept.map(({ gap, duration }) => Math.ceil((2 * gap.value + duration.value) / DAY)));
    const plan = new BackupRestoreTestingPlan(this, 'plan', {
      name: test.name,
      scheduleExpression: test.expression,
      scheduleExpressionTimezone: test.timeZone,
      startWindowHours: START_HOURS,
      recoveryPointSelection: [
        {
          algorithm: 'LATEST_WITHIN_WINDOW',
          includeVaults: [backupVaultArn(cluster, vault)],
          recoveryPointTypes: ['SNAPSHOT'],
          selectionWindowDays: days,
        },
      ],
    });
    for (const backup of kept)
      new BackupRestoreTestingSelection(new Construct(this, backup.server), 'selection', {
        name: test.nameOf(backup),
        restoreTestingPlanName: plan.name,
        iamRoleArn: roleArn,
        protectedResourceType: backup.resourceType,
        protectedResourceArns: [backup.arn],
        // A region without a default VPC has no subnets to choose from (AWS Backup Developer Guide, inferred metadata).
        restoreMetadataOverrides: { dbSubnetGroupName: backup.server },
        validationWindowHours: LOOK_HOURS,
      });
  }
}
