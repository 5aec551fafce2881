import { isMap, map, text } from '../manifests';
import type { TerraformRule } from '../rule';
import { at, block, blocks, given, on, type TerraformBreach, type TerraformIndex, type TerraformStack } from '../terraform/stack';

export const t11State: TerraformRule = {
  id: 'T11',
  severity: 'error',
  subject: 'the backend of a stack, and what its state would hold',
  over: 'terraform',
  why: 'State is the map of everything and holds what it is given in plain: who reads it needs no further key.',
  mend: 'keep state in an encrypted, versioned bucket with a lock, and let AWS make secrets instead of Terraform',
  check: (index) => [...index.stacks.flatMap(backend), ...secrets(index)],
};

function backend(stack: TerraformStack): TerraformBreach[] {
  // A plan does not say where its state is.
  if (stack.raw.planned_values !== undefined || stack.resources.length === 0) return [];
  const told = (path: string, message: string, fix: string): TerraformBreach => ({ stack, path, message, fix });
  const settings = block(stack.raw.terraform);
  const kinds = map(block(settings.backend));
  if (isMap(settings.cloud) || kinds.remote !== undefined) return [];
  const s3 = blocks(kinds.s3)[0];
  if (!s3) return [told('terraform.backend', 'keeps its state on the disk of whoever ran it', 'use the backend s3')];
  return [
    ...(on(s3.encrypt) ? [] : [told('terraform.backend.s3.encrypt', 'keeps its state in plain', 'set encrypt: true')]),
    ...(on(s3.use_lockfile) || given(s3.dynamodb_table)
      ? []
      : [told('terraform.backend.s3.use_lockfile', 'may be changed by two at once', 'set use_lockfile: true')]),
  ];
}

/** Fields that hold a secret, and those that keep it out of the state. */
const SECRETS: readonly (readonly [type: string, field: string, instead: string])[] = [
  ['aws_db_instance', 'password', 'manage_master_user_password: true'],
  ['aws_rds_cluster', 'master_password', 'manage_master_user_password: true'],
  ['aws_docdb_cluster', 'master_password', 'manage_master_user_password: true'],
  ['aws_elasticache_replication_group', 'auth_token', 'a user group with IAM'],
  ['aws_iam_access_key', 'user', 'a role'],
  ['random_password', 'length', 'a secret that AWS makes'],
  ['tls_private_key', 'algorithm', 'a key that never leaves KMS'],
];

const secrets = (index: TerraformIndex): TerraformBreach[] => [
  ...SECRETS.flatMap(([type, field, instead]) =>
    index
      .ofType(type)
      .filter(({ values }) => given(values[field]))
      .map((resource) => at(resource, field, 'puts a secret into the state', { fix: `use ${instead}` })),
  ),
  ...index
    .ofType('aws_secretsmanager_secret_version', 'aws_ssm_parameter')
    .filter(({ type, values }) => {
      const value = text(type === 'aws_ssm_parameter' ? (values.type === 'SecureString' ? values.value : undefined) : values.secret_string);
      // An address is no secret; a text that stands there in plain, without any reference, is.
      return value !== undefined && !value.includes('${') && !/^\s*[[{]/.test(value);
    })
    .map((resource) =>
      at(resource, 'secret_string', 'puts a secret into the state', {
        fix: 'let people or AWS write the value, and Terraform the secret without one',
      }),
    ),
];
