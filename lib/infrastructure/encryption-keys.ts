import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { type Cluster, ENCRYPTION_KEYS, type EncryptionKeyPurpose, keyAlias } from '../model';
import { policyDocument, type Statement } from './policy-document';

/** Time in which a deleted key can still be saved: the longest that KMS allows, in days. */
const DELETION_WINDOW_DAYS = 30;

/** ARNs of the keys of a region, by what they encrypt. */
export type KeyArns = Readonly<Record<EncryptionKeyPurpose, string>>;

export interface EncryptionKeysProps {
  readonly cluster: Cluster;
}

/** The customer-managed keys of a cluster, one for each kind of thing that is encrypted. */
export class EncryptionKeys extends Construct {
  readonly arns: KeyArns;

  constructor(scope: Construct, id: string, { cluster }: EncryptionKeysProps) {
    super(scope, id);
    const arn = (purpose: EncryptionKeyPurpose) => this.key(cluster, purpose).arn;
    this.arns = {
      kubernetes: arn('kubernetes'),
      secrets: arn('secrets'),
      data: arn('data'),
      logs: arn('logs'),
      images: arn('images'),
    };
  }

  private key(cluster: Cluster, purpose: EncryptionKeyPurpose): KmsKey {
    const scope = new Construct(this, purpose);
    const key = new KmsKey(scope, 'key', {
      description: `${cluster.name}: ${ENCRYPTION_KEYS[purpose]}`,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: policyDocument(administration(cluster), ...SERVICES[purpose](cluster)),
      lifecycle: { preventDestroy: cluster.protect },
    });
    new KmsAlias(scope, 'alias', { name: keyAlias(cluster.name, purpose), targetKeyId: key.keyId });
    return key;
  }
}

/**
 * The account administers its keys through IAM: whoever deploys lends a key to a service by a grant, and the policy of a role
 * says who decrypts. Without this statement nobody could change the key any more (KMS Developer Guide, default key policy).
 */
const administration = ({ account }: Cluster): Statement => ({
  Sid: 'AccountAdministers',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'kms:*',
  Resource: '*',
});

/** Services that act for themselves, and so need to be named by the key. */
const SERVICES: Readonly<Record<EncryptionKeyPurpose, (cluster: Cluster) => Statement[]>> = {
  kubernetes: () => [],
  secrets: () => [],
  data: () => [],
  logs: (cluster) => [logsEncrypt(cluster), alarmsEncrypt(cluster)],
  images: () => [],
};

const logsEncrypt = ({ account, region }: Cluster): Statement => ({
  Sid: 'LogsEncrypt',
  Effect: 'Allow',
  Principal: { Service: `logs.${region}.amazonaws.com` },
  Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
  Resource: '*',
  Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:*` } },
});

/** Alarms and events put encrypted messages on the topic (SNS Developer Guide, key management). */
const alarmsEncrypt = ({ account }: Cluster): Statement => ({
  Sid: 'AlarmsEncrypt',
  Effect: 'Allow',
  Principal: { Service: ['cloudwatch.amazonaws.com', 'events.amazonaws.com'] },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
  Resource: '*',
  Condition: { StringEquals: { 'aws:SourceAccount': account } },
});
