import { backupRoleName, type Cluster, type ManagedDatabase, type Platform, peerOf, vaultBackups } from '../../../model';
import { aws, until } from '../commands';
import { type Part, step } from '../markdown';
import { besideName } from './beside';

/** From the copies that AWS Backup keeps, where the server and its own backups are gone. Nothing for one that has none. */
export function fromVault(platform: Platform, cluster: Cluster, { name, product, server }: ManagedDatabase): readonly Part[] {
  const plan = vaultBackups(platform, cluster).find(({ subject }) => subject.kind === 'database' && subject.name === name);
  if (!plan) return [];
  const { place, arn, schedule } = plan;
  const keeper = peerOf(platform, cluster) ?? cluster;
  const role = `arn:aws:iam::${keeper.account}:role/${backupRoleName(keeper.name)}`;
  const identifier = product === 'rds' ? 'DBInstanceIdentifier' : 'DBClusterIdentifier';
  return [
    `**The server is gone, and what it kept of itself with it.** AWS Backup has copies in the vault \`${place.name}\` in ${place.region} (${schedule.cron}, ${schedule.timeZone}).`,
    step(
      'The newest copies:',
      aws(
        place.region,
        'backup list-recovery-points-by-backup-vault',
        `--backup-vault-name ${place.name} --by-resource-arn ${arn}`,
        "--query 'sort_by(RecoveryPoints,&CreationDate)[-5:].[CreationDate,Status,RecoveryPointArn]' --output text",
      ),
    ),
    step(
      'Restore one of them beside what is there, and wait:',
      `POINT='its ARN'
METADATA="$(${aws(
        place.region,
        'backup get-recovery-point-restore-metadata',
        `--backup-vault-name ${place.name} --recovery-point-arn "$POINT"`,
        '--query RestoreMetadata --output json',
      )} | jq -c '.${identifier} = "${besideName(server)}" | .DBSubnetGroupName = "${server}"')"
JOB="$(${aws(
        place.region,
        'backup start-restore-job',
        '--recovery-point-arn "$POINT" --metadata "$METADATA"',
        `--iam-role-arn ${role}`,
        '--query RestoreJobId --output text',
      )})"
${until(aws(place.region, 'backup describe-restore-job', '--restore-job-id "$JOB" --query Status --output text'), 'COMPLETED', 30)}`,
    ),
    ...(product === 'rds' ? [] : ['A cluster that was restored has no instance yet: make one as above, in the region of the vault.']),
  ];
}
