import { BackupPlan } from '@cdktf/provider-aws/lib/backup-plan';
import { BackupSelection } from '@cdktf/provider-aws/lib/backup-selection';
import { BackupVault } from '@cdktf/provider-aws/lib/backup-vault';
import { BackupVaultLockConfiguration } from '@cdktf/provider-aws/lib/backup-vault-lock-configuration';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { backupRoleName, backupVaultArn, type Cluster, START_WINDOW_SECONDS, type VaultPlan } from '../../model';
import { serviceTrust } from '../policy-document';
import { type RestoreTestSchedule, RestoreTests } from './restore-tests';
import { BackupWatch } from './watch';

const DAY = 86_400;
/** The least that the lock of a vault asks of a backup, in days: time to notice that somebody clears them. It is for good: see below. */
const LOCKED_DAYS = 7;
/** Days in which a lock can still be taken back; the least that AWS allows is three (AWS Backup Developer Guide, vault lock). */
const COOLING_OFF_DAYS = 7;
/** What AWS lets the role of backups do: to copy and to restore, of the services that it knows. */
const POLICIES = ['AWSBackupServiceRolePolicyForBackup', 'AWSBackupServiceRolePolicyForRestores'];

export interface BackupVaultsProps {
  readonly cluster: Cluster;
  /** Name of the vault, the same in each region. */
  readonly vault: string;
  /** Backups of the databases of this region. */
  readonly made: readonly VaultPlan[];
  /** Backups whose copies are kept in this region, and restored here for a test. */
  readonly kept: readonly VaultPlan[];
  /** When they are. */
  readonly test: RestoreTestSchedule;
  /** ARN of the key of data of the same region. */
  readonly keyArn: string;
}

/** Backups of the managed databases of a region by AWS Backup, and the vault in which those of the other region arrive. */
export class BackupVaults extends Construct {
  constructor(scope: Construct, id: string, { cluster, vault, made, kept, test, keyArn }: BackupVaultsProps) {
    super(scope, id);
    const { name } = this.vault(cluster, vault, [...made, ...kept], keyArn);
    const role = this.role(cluster);
    for (const plan of made)
      this.plan(new Construct(this, plan.subject.kind === 'database' ? plan.subject.name : plan.name), plan, name, role);
    if (kept.length > 0) new RestoreTests(this, 'tests', { cluster, vault, kept, test, roleArn: role.arn });
    new BackupWatch(this, 'watch', { cluster, vault, made });
  }

  private vault({ protect }: Cluster, name: string, plans: readonly VaultPlan[], kmsKeyArn: string): BackupVault {
    const vault = new BackupVault(this, 'vault', {
      name,
      kmsKeyArn,
      ...(protect ? {} : { forceDestroy: true }),
      lifecycle: { preventDestroy: protect },
    });
    const shortest = Math.floor(Math.min(...plans.map(({ retention }) => retention.value)) / DAY);
    // Once the lock is final nobody changes it, AWS included: it names no longest retention, and asks for little.
    new BackupVaultLockConfiguration(this, 'lock', {
      backupVaultName: vault.name,
      minRetentionDays: Math.min(LOCKED_DAYS, shortest),
      ...(protect ? { changeableForDays: COOLING_OFF_DAYS } : {}),
    });
    return vault;
  }

  private role(cluster: Cluster): IamRole {
    const role = new IamRole(this, 'role', {
      name: backupRoleName(cluster.name),
      description: 'copies managed databases, and restores them',
      assumeRolePolicy: serviceTrust('backup.amazonaws.com', cluster.account),
    });
    for (const policy of POLICIES)
      new IamRolePolicyAttachment(this, policy, { role: role.name, policyArn: `arn:aws:iam::aws:policy/service-role/${policy}` });
    return role;
  }

  /** One plan for a database, since the rules of a plan hold for everything that it selects. */
  private plan(at: Construct, plan: VaultPlan, targetVaultName: string, role: IamRole): void {
    const { name, expression, schedule, gap, retention, place, region, arn } = plan;
    const lifecycle = { deleteAfter: retention.value / DAY };
    const leaves = place.region !== region;
    const made = new BackupPlan(at, 'plan', {
      name,
      rule: [
        {
          ruleName: name,
          targetVaultName,
          schedule: expression,
          scheduleExpressionTimezone: schedule.timeZone,
          startWindow: START_WINDOW_SECONDS / 60,
          // One that is late is worth more than none; it ends when the next one is due.
          completionWindow: Math.max(2 * START_WINDOW_SECONDS, gap.value) / 60,
          lifecycle,
          ...(leaves ? { copyAction: [{ destinationVaultArn: backupVaultArn(place, place.name), lifecycle }] } : {}),
        },
      ],
    });
    new BackupSelection(at, 'selection', { name, planId: made.id, iamRoleArn: role.arn, resources: [arn] });
  }
}
