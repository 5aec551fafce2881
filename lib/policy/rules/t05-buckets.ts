import { text } from '../manifests';
import type { TerraformRule } from '../rule';
import { statementsOf } from '../terraform/policies';
import { referredTo, regionOf } from '../terraform/resolved';
import { addressOf, at, block, blocks, demanded, given, on, type TerraformIndex, type TerraformResource } from '../terraform/stack';

export const t05Buckets: TerraformRule = {
  id: 'T05',
  severity: 'error',
  subject: 'aws_s3_bucket and its settings',
  over: 'terraform',
  why: 'Buckets are read by mistake of one setting, and lost by one command; both are in the news each year.',
  mend: 'encrypt it with KMS, keep versions, block public access, log who reads, and let old uploads expire',
  check: (index) => [
    ...index.ofType('aws_s3_bucket').flatMap((bucket) => settings(bucket, index)),
    ...index.ofType('aws_s3_bucket_replication_configuration').flatMap((copies) => replication(copies, index)),
  ],
};

const BLOCKED = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];

function settings(bucket: TerraformResource, index: TerraformIndex) {
  const of = (type: string) => index.pointingTo(bucket, `aws_s3_bucket_${type}`, 'bucket');
  const isLogTarget = index
    .ofType('aws_s3_bucket_logging')
    .some(({ stack, values }) => stack === bucket.stack && pointsTo(values.target_bucket, bucket));
  const encrypted = of('server_side_encryption_configuration')
    .flatMap(({ values }) => blocks(values.rule))
    .map((rule) => text(block(rule.apply_server_side_encryption_by_default).sse_algorithm) ?? '');
  const lifecycle = of('lifecycle_configuration').flatMap(({ values }) => blocks(values.rule));
  return [
    ...demanded(bucket, [
      // S3 itself can write access logs into a bucket with its own key only.
      [
        encrypted.some((algorithm) => algorithm.startsWith('aws:kms') || isLogTarget),
        '',
        'is not encrypted with a KMS key',
        'add an aws_s3_bucket_server_side_encryption_configuration with aws:kms',
      ],
      [
        of('versioning').some(({ values }) => block(values.versioning_configuration).status === 'Enabled'),
        '',
        'forgets what is overwritten',
        'add an aws_s3_bucket_versioning',
      ],
      [
        of('public_access_block').some(({ values }) => BLOCKED.every((key) => on(values[key]))),
        '',
        'may be made public',
        'add an aws_s3_bucket_public_access_block with all four settings',
      ],
      [isLogTarget || of('logging').length > 0, '', 'does not say who reads it', 'add an aws_s3_bucket_logging'],
      [
        lifecycle.some((rule) => rule.status !== 'Disabled' && blocks(rule.abort_incomplete_multipart_upload).length > 0),
        '',
        'keeps unfinished uploads for ever',
        'add a lifecycle rule with abort_incomplete_multipart_upload',
      ],
    ]),
    ...of('policy').flatMap((policy) =>
      statementsOf(policy.values.policy)
        .filter(({ allows, anybody, conditions }) => allows && anybody && conditions.size === 0)
        .map(() => at(policy, 'policy', 'lets anybody in', { fix: 'name the principals' })),
    ),
    ...of('acl')
      .filter(({ values }) => /^public/.test(text(values.acl) ?? ''))
      .map((acl) => at(acl, 'acl', `makes the bucket ${String(acl.values.acl)}`, { fix: 'take the ACL away' })),
  ];
}

/** A copy that leaves out what is encrypted, or stays where its original is, is found out on the day on which it is needed. */
function replication(copies: TerraformResource, index: TerraformIndex) {
  const rules = blocks(copies.values.rule).map((rule, i) => ({ rule, path: `rule[${i}]` }));
  const enabled = rules.filter(({ rule }) => rule.status === 'Enabled');
  if (enabled.length === 0)
    return [at(copies, 'rule', 'copies nothing: no rule is enabled', { fix: 'enable a rule, or remove the replication' })];
  return enabled.flatMap(({ rule, path }) => {
    const destination = block(rule.destination);
    const target = referredTo(index, copies.stack, destination.bucket);
    const takesEncrypted = block(block(rule.source_selection_criteria).sse_kms_encrypted_objects).status === 'Enabled';
    const key = block(destination.encryption_configuration).replica_kms_key_id;
    return demanded(copies, [
      [
        target === undefined || regionOf(target) === undefined || regionOf(target) !== regionOf(copies),
        `${path}.destination.bucket`,
        'copies into a bucket of its own region',
        'copy into a bucket of another region',
      ],
      [
        takesEncrypted,
        `${path}.source_selection_criteria`,
        'leaves out what is encrypted with KMS',
        'enable source_selection_criteria.sse_kms_encrypted_objects',
      ],
      [
        given(key),
        `${path}.destination.encryption_configuration`,
        'names no key for the copies',
        'set replica_kms_key_id to a key of the region of the copies',
      ],
    ]);
  });
}

const pointsTo = (value: unknown, bucket: TerraformResource) => {
  const written = text(value) ?? '';
  return written.startsWith(`\${${addressOf(bucket)}.`) || (written !== '' && written === bucket.values.bucket);
};
