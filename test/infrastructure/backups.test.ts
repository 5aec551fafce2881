import { fixturePlatform, referencePlatform } from '../support/platforms';
import { type Body, type Stack, stackFor, stacksOf } from './support';

const PRIMARY = 'production-eu-west-1';
const RECOVERY = 'production-eu-central-1';

describe('backups in AWS', () => {
  let stacks: ReadonlyMap<string, Stack>;
  let reference: ReadonlyMap<string, Stack>;
  beforeAll(() => {
    stacks = stacksOf(fixturePlatform('data.yaml'));
    reference = stacksOf(referencePlatform());
  });
  const backup = (place: string) => stackFor(stacks, place, 'backup');
  const one = (stack: Stack, type: string): Body => {
    const [only, ...more] = stack.resources(type);
    if (!only || more.length > 0) throw new Error(`${1 + more.length} resources of ${type}`);
    return only;
  };
  const ruleOf = (plan: Body) => (plan.rule as Body[])[0] ?? {};

  test('of clusters stand in a bucket that is locked, encrypted with a key of its own region, and watched', () => {
    const stack = stackFor(reference, 'production-us-west-2', 'backup');
    expect(one(stack, 'aws_s3_bucket')).toMatchObject({
      bucket: 'online-boutique-production-222222222222-us-west-2-backups',
      object_lock_enabled: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(one(stack, 'aws_s3_bucket_object_lock_configuration')).toMatchObject({
      rule: { default_retention: { mode: 'COMPLIANCE', days: 30 } },
    });
    expect(JSON.stringify(one(stack, 'aws_s3_bucket_server_side_encryption_configuration'))).toContain(
      `\${data.terraform_remote_state.security.outputs.data_key_arn}`,
    );
    expect(stack.types).toEqual(
      expect.arrayContaining([
        'aws_s3_bucket_logging',
        'aws_s3_bucket_policy',
        'aws_s3_bucket_public_access_block',
        'aws_s3_bucket_versioning',
      ]),
    );
    // Its one managed database is a Redis, of which AWS Backup knows nothing.
    expect(stack.types.filter((type) => type.startsWith('aws_backup'))).toEqual([]);
  });

  test('of an environment that may be taken down are locked against mistakes only, and go with it', () => {
    const stack = stackFor(reference, 'staging-us-east-1', 'backup');
    expect(one(stack, 'aws_s3_bucket')).toMatchObject({ force_destroy: true });
    expect(one(stack, 'aws_s3_bucket_object_lock_configuration')).toMatchObject({
      rule: { default_retention: { mode: 'GOVERNANCE' } },
    });
    expect(one(backup('staging-eu-west-1'), 'aws_backup_vault')).toMatchObject({ force_destroy: true });
    expect(one(backup('staging-eu-west-1'), 'aws_backup_vault_lock_configuration')).not.toHaveProperty('changeable_for_days');
  });

  test('expire in the bucket where Velero describes them, and never among the blocks of volumes', () => {
    for (const stack of [...stacks, ...reference].filter(([name]) => name.endsWith('-backup')).map(([, each]) => each)) {
      const rules = one(stack, 'aws_s3_bucket_lifecycle_configuration').rule as { filter: { prefix: string }[]; expiration?: unknown }[];
      const prefixes = rules.filter(({ expiration }) => expiration).flatMap(({ filter }) => filter.map(({ prefix }) => prefix));
      expect(prefixes.length).toBeGreaterThan(0);
      for (const prefix of prefixes) expect(prefix).toMatch(/^velero\/[^/]+\/(backups|restores)\/$/);
    }
  });

  test('of databases are made by a plan each, and copied to the vault of the other region for as long', () => {
    const plans = backup(PRIMARY).resources('aws_backup_plan').map(ruleOf);
    expect(plans).toHaveLength(5);
    for (const rule of plans) {
      expect(rule).toMatchObject({
        target_vault_name: `\${aws_backup_vault.databases_vault.name}`,
        copy_action: [
          { destination_vault_arn: 'arn:aws:backup:eu-central-1:111111111111:backup-vault:shop-production', lifecycle: rule.lifecycle },
        ],
      });
      expect(Number(rule.completion_window)).toBeGreaterThanOrEqual(Number(rule.start_window) + 60);
    }
    const selected = backup(PRIMARY)
      .resources('aws_backup_selection')
      .flatMap(({ resources }) => resources as string[]);
    expect(selected).toEqual([
      'arn:aws:rds:eu-west-1:111111111111:cluster:shop-production-catalogue',
      'arn:aws:rds:eu-west-1:111111111111:cluster:shop-production-events',
      'arn:aws:rds:eu-west-1:111111111111:cluster:shop-production-ledger',
      'arn:aws:rds:eu-west-1:111111111111:db:shop-production-orders',
      'arn:aws:rds:eu-west-1:111111111111:db:shop-production-reports',
    ]);
  });

  test('select databases that the stacks of the same region make', () => {
    for (const place of [PRIMARY, RECOVERY, 'staging-eu-west-1']) {
      const data = stackFor(stacks, place, 'data');
      const made = new Set([
        ...data.resources('aws_db_instance').map(({ identifier }) => `db:${String(identifier)}`),
        ...['aws_rds_cluster', 'aws_docdb_cluster'].flatMap((type) =>
          data.resources(type).map(({ cluster_identifier }) => `cluster:${String(cluster_identifier)}`),
        ),
      ]);
      const selected = backup(place)
        .resources('aws_backup_selection')
        .flatMap(({ resources }) => resources as string[]);
      expect(selected.length).toBeGreaterThan(0);
      for (const arn of selected) expect(made).toContain(arn.split(':').slice(5).join(':'));
    }
  });

  test('stand in vaults that are locked for good where the environment is protected, with a key of their region', () => {
    for (const place of [PRIMARY, RECOVERY]) {
      expect(one(backup(place), 'aws_backup_vault')).toMatchObject({
        name: 'shop-production',
        kms_key_arn: `\${data.terraform_remote_state.security.outputs.data_key_arn}`,
        lifecycle: { prevent_destroy: true },
      });
      expect(one(backup(place), 'aws_backup_vault_lock_configuration')).toMatchObject({ min_retention_days: 7, changeable_for_days: 7 });
    }
  });

  test('are restored for a test where they would be needed, into subnets that are there, and no database is left out', () => {
    const tested = backup(RECOVERY).resources('aws_backup_restore_testing_selection');
    const copied = backup(PRIMARY)
      .resources('aws_backup_selection')
      .flatMap(({ resources }) => resources as string[]);
    expect(tested.flatMap(({ protected_resource_arns: arns }) => arns as string[]).sort()).toEqual([...copied].sort());
    const data = stackFor(stacks, RECOVERY, 'data');
    const groups = ['aws_db_subnet_group', 'aws_docdb_subnet_group'].flatMap((type) => data.resources(type).map(({ name }) => name));
    for (const { restore_metadata_overrides: overrides, name, protected_resource_type: type } of tested) {
      expect(groups).toContain((overrides as Body).dbSubnetGroupName);
      expect(String(name)).toMatch(/^\w{1,50}$/);
      expect(['RDS', 'Aurora', 'DocumentDB']).toContain(type);
    }
    const plan = one(backup(RECOVERY), 'aws_backup_restore_testing_plan');
    expect(plan.recovery_point_selection).toEqual([
      expect.objectContaining({ include_vaults: ['arn:aws:backup:eu-central-1:111111111111:backup-vault:shop-production'] }),
    ]);
  });

  test('tell somebody when they fail, when copies fail, when tests fail, and when there are none for too long', () => {
    const stack = backup(PRIMARY);
    const patterns = stack.resources('aws_cloudwatch_event_rule').map(({ event_pattern: pattern }) => JSON.parse(String(pattern)) as Body);
    expect(patterns.map((pattern) => pattern['detail-type'])).toEqual([
      ['Backup Job State Change'],
      ['Copy Job State Change'],
      ['Restore Job State Change'],
    ]);
    const topic = 'arn:aws:sns:eu-west-1:111111111111:shop-production-eu-west-1-alarms';
    expect(stack.resources('aws_cloudwatch_event_target').map(({ arn }) => arn)).toEqual([topic, topic, topic]);
    for (const alarm of stack.resources('aws_cloudwatch_metric_alarm')) {
      expect(alarm).toMatchObject({ treat_missing_data: 'breaching', alarm_actions: [topic] });
      // Reports are copied each twelve hours and take three; two more, and somebody is told.
      expect(alarm.evaluation_periods).toBe(17);
      expect(Number(alarm.period) * Number(alarm.evaluation_periods)).toBeLessThanOrEqual(7 * 86_400);
    }
    expect(stack.resources('aws_cloudwatch_metric_alarm').map(({ metric_name: metric }) => metric)).toEqual([
      'NumberOfBackupJobsCompleted',
      'NumberOfCopyJobsCompleted',
    ]);
  });
});
