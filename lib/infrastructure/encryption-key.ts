import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import type { Cluster } from '../model';
import { policyDocument } from './policy-document';

/** Time in which a deleted key can still be saved: the longest that KMS allows, in days. */
const DELETION_WINDOW_DAYS = 30;

export interface EncryptionKeyProps {
  readonly cluster: Cluster;
}

/** The customer-managed key of a cluster: secrets, logs, images and databases are encrypted with it. */
export class EncryptionKey extends Construct {
  /** ARN of the key. */
  readonly arn: string;

  constructor(scope: Construct, id: string, { cluster }: EncryptionKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, 'key', {
      description: `Secrets, logs, images and databases of ${cluster.name}`,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: keyPolicy(cluster),
      lifecycle: { preventDestroy: cluster.protect },
    });
    new KmsAlias(this, 'alias', { name: `alias/${cluster.name}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

/**
 * The account administers the key through IAM: whoever deploys lends it to ElastiCache by a grant, and the policy of a role
 * says who decrypts secrets. CloudWatch Logs, which acts for itself, uses it for the log groups of this cluster only.
 */
const keyPolicy = ({ account, region, name }: Cluster) =>
  policyDocument(
    { Sid: 'AccountAdministers', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
    {
      Sid: 'LogsEncrypt',
      Effect: 'Allow',
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      Resource: '*',
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:/aws/*/${name}/*` } },
    },
  );
