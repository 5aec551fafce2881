import type { TerraformRule } from '../rule';
import { demanded, given } from '../terraform/stack';

export const t10LogsAndVaults: TerraformRule = {
  id: 'T10',
  severity: 'warning',
  subject: 'aws_cloudwatch_log_group, aws_backup_vault',
  over: 'terraform',
  why: 'Logs that never expire cost for ever, and a vault without a lock is emptied by the one who encrypted the rest.',
  mend: 'set retention and a KMS key for log groups; a KMS key and a lock for vaults',
  check: (index) => [
    ...index.ofType('aws_cloudwatch_log_group').flatMap((group) =>
      demanded(group, [
        [
          given(group.values.retention_in_days) && group.values.retention_in_days !== 0,
          'retention_in_days',
          'keeps its logs for ever',
          'set retention_in_days',
        ],
        [given(group.values.kms_key_id), 'kms_key_id', 'is encrypted with a key that no policy of yours controls', 'name a KMS key'],
      ]),
    ),
    ...index.ofType('aws_backup_vault').flatMap((vault) =>
      demanded(vault, [
        [given(vault.values.kms_key_arn), 'kms_key_arn', 'is encrypted with a key that no policy of yours controls', 'name a KMS key'],
        [
          index.pointingTo(vault, 'aws_backup_vault_lock_configuration', 'backup_vault_name').length > 0,
          '',
          'may be emptied',
          'add an aws_backup_vault_lock_configuration',
        ],
      ]),
    ),
  ],
};
