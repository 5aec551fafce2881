import { DISPOSABLE } from '../../model';
import { list, map, number, text } from '../manifests';
import type { TerraformRule } from '../rule';
import { at, block, blocks, demanded, given, on, type TerraformIndex, type TerraformResource } from '../terraform/stack';

export const t04Databases: TerraformRule = {
  id: 'T04',
  severity: 'error',
  subject: 'aws_db_instance, aws_rds_cluster, aws_docdb_cluster, aws_elasticache_replication_group',
  over: 'terraform',
  why: 'A database is what cannot be built again: it has to outlive a zone, a mistake, and a curious neighbour.',
  mend: 'encrypt it, keep it private and over zones, keep backups, protect it from deletion, and demand TLS',
  check: (index) => [
    ...index.ofType('aws_db_instance').flatMap((database) => instance(database, index)),
    ...index.ofType('aws_rds_cluster', 'aws_docdb_cluster').flatMap((database) => cluster(database, index)),
    ...index
      .ofType('aws_rds_cluster_instance')
      .filter(({ values }) => on(values.publicly_accessible))
      .map((database) => at(database, 'publicly_accessible', 'has an address that the internet reaches', { fix: 'set it to false' })),
    ...index.ofType('aws_elasticache_replication_group').flatMap(cache),
    ...index.ofType('aws_db_instance_automated_backups_replication').flatMap(replicatedBackups),
  ],
};

function instance(database: TerraformResource, index: TerraformIndex) {
  const { values } = database;
  // Members of a cluster, and replicas, have what their source has; only backups are their own.
  const replica = given(values.replicate_source_db);
  return demanded(database, [
    [on(values.storage_encrypted), 'storage_encrypted', 'keeps its data in plain', 'set storage_encrypted: true with a KMS key'],
    [given(values.kms_key_id), 'kms_key_id', 'is encrypted with a key that no policy of yours controls', 'name a KMS key'],
    [!on(values.publicly_accessible), 'publicly_accessible', 'has an address that the internet reaches', 'set it to false'],
    [replica || on(values.multi_az), 'multi_az', 'is gone with its zone', 'set multi_az: true'],
    [(number(values.backup_retention_period) ?? 0) > 0, 'backup_retention_period', 'keeps no backups', 'set at least 7 days'],
    [on(values.deletion_protection) || isDisposable(database), 'deletion_protection', 'may be deleted by one mistake', 'set it to true'],
    [on(values.iam_database_authentication_enabled), 'iam_database_authentication_enabled', 'knows passwords only', 'set it to true'],
    [
      list(values.enabled_cloudwatch_logs_exports).length > 0,
      'enabled_cloudwatch_logs_exports',
      'keeps its logs to itself',
      'export its logs',
    ],
    [
      tlsForced(database, index, 'aws_db_parameter_group', 'parameter_group_name'),
      'parameter_group_name',
      'admits connections without TLS',
      'name a parameter group with rds.force_ssl = 1',
    ],
  ]);
}

function cluster(database: TerraformResource, index: TerraformIndex) {
  const { values, type } = database;
  const documents = type === 'aws_docdb_cluster';
  const parameters = documents ? 'aws_docdb_cluster_parameter_group' : 'aws_rds_cluster_parameter_group';
  return demanded(database, [
    [on(values.storage_encrypted), 'storage_encrypted', 'keeps its data in plain', 'set storage_encrypted: true with a KMS key'],
    [given(values.kms_key_id), 'kms_key_id', 'is encrypted with a key that no policy of yours controls', 'name a KMS key'],
    [(number(values.backup_retention_period) ?? 1) > 1, 'backup_retention_period', 'keeps backups for a day', 'set at least 7 days'],
    [on(values.deletion_protection) || isDisposable(database), 'deletion_protection', 'may be deleted by one mistake', 'set it to true'],
    [
      documents || on(values.iam_database_authentication_enabled),
      'iam_database_authentication_enabled',
      'knows passwords only',
      'set it to true',
    ],
    [
      list(values.enabled_cloudwatch_logs_exports).length > 0,
      'enabled_cloudwatch_logs_exports',
      'keeps its logs to itself',
      'export its logs',
    ],
    [
      tlsForced(database, index, parameters, 'db_cluster_parameter_group_name'),
      'db_cluster_parameter_group_name',
      'admits connections without TLS',
      documents ? 'name a parameter group with tls = enabled' : 'name a parameter group with rds.force_ssl = 1',
    ],
  ]);
}

/** A key belongs to one region: where backups are copied to, another one encrypts them. */
const replicatedBackups = (copies: TerraformResource) =>
  demanded(copies, [
    [given(copies.values.kms_key_id), 'kms_key_id', 'names no key for the copies', 'name a KMS key of the region of the copies'],
  ]);

const cache = (group: TerraformResource) => {
  const { values } = group;
  // A secondary of a global datastore has the encryption of its primary.
  const secondary = given(values.global_replication_group_id);
  return demanded(group, [
    [
      secondary || on(values.at_rest_encryption_enabled),
      'at_rest_encryption_enabled',
      'keeps its data in plain',
      'set it to true with a KMS key',
    ],
    [
      secondary || (on(values.transit_encryption_enabled) && values.transit_encryption_mode !== 'preferred'),
      'transit_encryption_enabled',
      'admits connections without TLS',
      'set it to true, mode required',
    ],
    [
      on(values.multi_az_enabled) && on(values.automatic_failover_enabled),
      'multi_az_enabled',
      'is gone with its zone',
      'set multi_az_enabled and automatic_failover_enabled',
    ],
    [(number(values.snapshot_retention_limit) ?? 0) > 0, 'snapshot_retention_limit', 'keeps no snapshots', 'set at least 7 days'],
  ]);
};

/** Stacks that say that all of theirs may be deleted: an environment for tests. */
const isDisposable = ({ stack }: TerraformResource) =>
  blocks(map(stack.raw.provider).aws).some((provider) => map(block(provider.default_tags).tags)[DISPOSABLE.tag] === DISPOSABLE.value);

const TLS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['rds.force_ssl', new Set(['1', 'true'])],
  ['require_secure_transport', new Set(['1', 'ON', 'true'])],
  ['tls', new Set(['enabled', 'tls1.2+', 'tls1.3+', 'fips-140-3'])],
]);

/** Whether the parameter group that a database names demands TLS; one of another stack is taken at its word. */
function tlsForced({ values, stack }: TerraformResource, index: TerraformIndex, type: string, field: string): boolean {
  const name = text(values[field]);
  if (name === undefined) return false;
  const address = /^\$\{[\w-]+\.([\w-]+)/.exec(name)?.[1];
  const group = index.ofType(type).find((one) => one.stack === stack && (one.name === address || one.values.name === name));
  if (!group) return name.startsWith('${');
  return blocks(group.values.parameter).some((parameter) => TLS.get(String(parameter.name))?.has(String(parameter.value)) ?? false);
}
