import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { policyDocument, type Statement } from '../policy-document';

/** Parts of an upload that nobody finished cost, and nobody sees them. */
const UNFINISHED_DAYS = 7;

export interface BucketProps {
  /** Name of the bucket; the whole world shares the names. */
  readonly name: string;
  /** ARN of the key of what is stored. Default: a key of S3, for what services write that cannot use another. */
  readonly keyArn?: string;
  /** Bucket that says who asked for what. Default: none, for that bucket itself. */
  readonly logsTo?: string;
  /** Days in which nobody, an administrator included, deletes or changes an object. Default: none. */
  readonly lockDays?: number;
  /** Days after which an object goes. Default: it stays. */
  readonly expireDays?: number;
  /** Beginnings of the names of what goes after them. Default: everything. */
  readonly expirePrefixes?: readonly string[];
  /** Days for which what was overwritten or deleted can be had back. */
  readonly keepVersionsDays: number;
  /** Who else may do what; that everybody speaks TLS is said already. */
  readonly statements?: readonly Statement[];
  readonly protect: boolean;
}

/** A bucket that is private, encrypted, versioned and reached by TLS only. */
export class Bucket extends Construct {
  readonly bucket: string;
  readonly arn: string;
  /** What a service that writes into the bucket must wait for. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const { name, keyArn, logsTo, lockDays, statements = [], protect } = props;
    const { bucket, arn } = new S3Bucket(this, 'bucket', {
      bucket: name,
      objectLockEnabled: lockDays !== undefined,
      // What may be taken down is taken down with what is in it.
      ...(protect ? {} : { forceDestroy: true }),
      lifecycle: { preventDestroy: protect },
    });
    this.bucket = bucket;
    // Rules name it literally: a policy that refers to its bucket says the same, and cannot be read before it is applied.
    this.arn = arn;
    new S3BucketOwnershipControls(this, 'ownership', { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } });
    const access = new S3BucketPublicAccessBlock(this, 'public-access', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const versions = new S3BucketVersioningA(this, 'versioning', { bucket, versioningConfiguration: { status: 'Enabled' } });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
      rule: [
        {
          bucketKeyEnabled: keyArn !== undefined,
          applyServerSideEncryptionByDefault: keyArn ? { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn } : { sseAlgorithm: 'AES256' },
        },
      ],
    });
    this.lifecycle(bucket, props, versions);
    if (lockDays !== undefined)
      new S3BucketObjectLockConfigurationA(this, 'lock', {
        bucket,
        // Without protection a lock keeps from mistakes, and gives way to who may take all of it down.
        rule: { defaultRetention: { mode: protect ? 'COMPLIANCE' : 'GOVERNANCE', days: lockDays } },
        dependsOn: [versions],
      });
    if (logsTo) new S3BucketLoggingA(this, 'logging', { bucket, targetBucket: logsTo, targetPrefix: `${name}/` });
    const resources = [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`];
    this.policy = new S3BucketPolicy(this, 'policy', {
      bucket,
      policy: policyDocument(onlyTls(resources), ...statements),
      dependsOn: [access],
    });
  }

  private lifecycle(
    bucket: string,
    { expireDays, expirePrefixes = [''], keepVersionsDays }: BucketProps,
    versions: S3BucketVersioningA,
  ): void {
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket,
      rule: [
        {
          id: 'unfinished-uploads',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: UNFINISHED_DAYS }],
        },
        {
          id: 'old-versions',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrentVersionExpiration: [{ noncurrentDays: keepVersionsDays }],
        },
        ...(expireDays === undefined
          ? []
          : expirePrefixes.map((prefix) => ({
              id: ['expiry', prefix].filter((part) => part !== '').join('-'),
              status: 'Enabled',
              filter: [{ prefix }],
              expiration: [{ days: expireDays }],
            }))),
      ],
      dependsOn: [versions],
    });
  }
}

/** Everybody is meant, whatever else allows it. */
const onlyTls = (resources: readonly string[]): Statement => ({
  Sid: 'OnlyTls',
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: 's3:*',
  Resource: resources,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});
