import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Finding } from '../../lib/policy';
import { renderStacks } from '../../stacks/synthesize';
import { ROOT, referencePlatform } from '../support/platforms';
import { holdfast } from '../support/run';

const FOREIGN = path.join(ROOT, 'test/fixtures/terraform/foreign');

/** Severity, rule, file and line, and the field: what a person needs to mend it. */
const told = (stdout: string, folder: string) =>
  (JSON.parse(stdout) as { findings: Finding[] }).findings.map(
    ({ severity, rule, location: { file = '', line, path: field } }) =>
      `${severity} ${rule} ${path.relative(folder, file)}:${line} ${field}`,
  );

test('stacks that nobody of ours wrote are told each of their faults, at its line', () => {
  const { status, stdout } = holdfast(['check', '--terraform', FOREIGN, '--json'], {});
  expect(status).toBe(1);
  expect(told(stdout, FOREIGN)).toEqual([
    'error T01 network/main.tf.json:6 aws_vpc.main',
    'error T01 network/main.tf.json:6 aws_vpc.main',
    'error T01 network/main.tf.json:7 aws_vpc.office',
    'error T01 network/main.tf.json:7 aws_vpc.office',
    'error T01 network/main.tf.json:21 aws_subnet.a.map_public_ip_on_launch',
    'error T02 network/main.tf.json:27 aws_security_group.ops.ingress[0]',
    'error T03 app/main.tf.json:11 aws_eks_cluster.main.enabled_cluster_log_types',
    'error T03 app/main.tf.json:8 aws_eks_cluster.main.vpc_config.endpoint_private_access',
    'error T03 app/main.tf.json:9 aws_eks_cluster.main.vpc_config.endpoint_public_access',
    'error T03 app/main.tf.json:4 aws_eks_cluster.main.encryption_config',
    'error T03 app/main.tf.json:6 aws_eks_cluster.main.version',
    'error T04 app/main.tf.json:35 aws_db_instance.orders.storage_encrypted',
    'error T04 app/main.tf.json:35 aws_db_instance.orders.kms_key_id',
    'error T04 app/main.tf.json:40 aws_db_instance.orders.publicly_accessible',
    'error T04 app/main.tf.json:39 aws_db_instance.orders.multi_az',
    'error T04 app/main.tf.json:41 aws_db_instance.orders.backup_retention_period',
    'error T04 app/main.tf.json:35 aws_db_instance.orders.deletion_protection',
    'error T04 app/main.tf.json:35 aws_db_instance.orders.iam_database_authentication_enabled',
    'error T04 app/main.tf.json:35 aws_db_instance.orders.enabled_cloudwatch_logs_exports',
    'error T04 app/main.tf.json:35 aws_db_instance.orders.parameter_group_name',
    'error T05 app/main.tf.json:45 aws_s3_bucket.uploads',
    'error T05 app/main.tf.json:45 aws_s3_bucket.uploads',
    'error T05 app/main.tf.json:45 aws_s3_bucket.uploads',
    'error T05 app/main.tf.json:45 aws_s3_bucket.uploads',
    'error T05 app/main.tf.json:45 aws_s3_bucket.uploads',
    'error T05 app/main.tf.json:56 aws_s3_bucket_policy.uploads.policy',
    'error T06 app/main.tf.json:60 aws_kms_key.main.enable_key_rotation',
    'error T07 traffic/main.tf.json:33 aws_route53_zone.public',
    'error T07 traffic/main.tf.json:43 aws_route53_record.shop.failover_routing_policy',
    'error T07 traffic/main.tf.json:36 aws_route53_record.shop.health_check_id',
    'error T07 traffic/main.tf.json:41 aws_route53_record.shop.records[0]',
    'error T08 traffic/main.tf.json:51 aws_sfn_state_machine.failover.logging_configuration',
    'error T08 traffic/main.tf.json:47 aws_sfn_state_machine.failover.tracing_configuration',
    'error T08 traffic/main.tf.json:50 aws_sfn_state_machine.failover.definition',
    'error T09 app/main.tf.json:23 aws_iam_role_policy.writer.policy',
    'error T11 app/backend.tf.json:4 terraform.backend.s3.encrypt',
    'error T11 app/backend.tf.json:4 terraform.backend.s3.use_lockfile',
    'error T11 network/main.tf.json:2 terraform.backend',
    'error T11 app/main.tf.json:38 aws_db_instance.orders.password',
    'error X04 app/main.tf.json:75 aws_backup_plan.main.rule[0].copy_action[0].destination_vault_arn',
    'error X12 network/main.tf.json:7 aws_vpc.office.cidr_block',
    'error X12 network/main.tf.json:6 aws_vpc.main.cidr_block',
    'error X23 app/main.tf.json:30 aws_eks_pod_identity_association.writer.service_account',
    'warning T10 app/main.tf.json:63 aws_cloudwatch_log_group.app.retention_in_days',
    'warning T10 app/main.tf.json:63 aws_cloudwatch_log_group.app.kms_key_id',
    'warning T10 app/main.tf.json:66 aws_backup_vault.main.kms_key_arn',
    'warning T10 app/main.tf.json:66 aws_backup_vault.main',
    'warning T12 network/main.tf.json:3 provider.aws[0].default_tags',
  ]);
});

test('findings are printed with a place that an editor opens', () => {
  const { stdout, stderr } = holdfast(['check', '--terraform', FOREIGN], {});
  expect(stderr).toContain(`${path.join(FOREIGN, 'network/main.tf.json')}:27:21 aws_security_group.ops.ingress[0]`);
  expect(stdout).toContain('3 stacks');
});

test('a plan is told at the line of what it will make, in modules too', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-plan-'));
  try {
    const key = { type: 'aws_kms_key', name: 'main', mode: 'managed', values: { enable_key_rotation: false } };
    const plan = { planned_values: { root_module: { child_modules: [{ resources: [key] }] } } };
    writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(plan, null, 1));
    const { stdout } = holdfast(['check', '--terraform', folder, '--json'], {});
    const line = JSON.stringify(plan, null, 1)
      .split('\n')
      .findIndex((text) => text.includes('enable_key_rotation'));
    expect(told(stdout, folder)).toContain(`error T06 plan.json:${line + 1} aws_kms_key.main.enable_key_rotation`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.each<[string, Record<string, string> | undefined, string]>([
  ['no such folder', undefined, 'there is no file or folder'],
  ['a folder without Terraform', {}, 'found no Terraform JSON'],
  ['a file that is no JSON', { 'main.tf.json': '{ "resource": ' }, 'main.tf.json:1:'],
])('%s is bad input, and never a clean bill', (_, files, says) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-input-'));
  try {
    for (const [name, text] of Object.entries(files ?? {})) writeFileSync(path.join(folder, name), text);
    const { status, stderr } = holdfast(['check', '--terraform', files ? folder : path.join(folder, 'absent')], {});
    expect(stderr).toContain(says);
    expect(status).toBe(2);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('our own stacks have no fault, and end with 0', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-clean-'));
  try {
    for (const [file, text] of renderStacks(referencePlatform())) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    const { status, stdout } = holdfast(['check', '--terraform', folder, '--json'], {});
    expect(told(stdout, folder)).toEqual([]);
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
