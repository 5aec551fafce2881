import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import { ConfigConfigurationRecorder } from '@cdktf/provider-aws/lib/config-configuration-recorder';
import { ConfigConfigurationRecorderStatus } from '@cdktf/provider-aws/lib/config-configuration-recorder-status';
import { ConfigDeliveryChannel } from '@cdktf/provider-aws/lib/config-delivery-channel';
import { Construct } from 'constructs';
import { accessLogBucket, accountKeyAlias, trailBucket } from '../../model';
import type { Statement } from '../policy-document';
import { Bucket } from '../storage';
import { AccountKey } from './key';

/** Days in which nobody changes what was recorded: a year, as audits ask for. */
const LOCK_DAYS = 365;
/** What was recorded goes a month after the lock. */
const KEEP_DAYS = LOCK_DAYS + 30;

export interface AuditTrailProps {
  /** Name of the platform. */
  readonly platform: string;
  readonly account: string;
  readonly region: string;
  /** Whether this region records what belongs to no region, and regions that the platform does not use. */
  readonly isHome: boolean;
}

/**
 * Who did what in a region (CloudTrail) and how its resources changed (Config), in a bucket that nobody can clear. Each region
 * records into its own, so that the loss of one leaves the record of the other going on.
 */
export class AuditTrail extends Construct {
  constructor(scope: Construct, id: string, { platform, account, region, isHome }: AuditTrailProps) {
    super(scope, id);
    const name = `${platform}-audit`;
    const trailArn = `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
    const bucket = trailBucket(platform, account, region);
    const key = new AccountKey(this, 'key', {
      account,
      alias: accountKeyAlias(platform, 'audit'),
      description: `Audit trail of ${platform}`,
      statements: keyUsers(account, trailArn),
    });
    const store = new Bucket(this, 'store', {
      name: bucket,
      keyArn: key.arn,
      logsTo: accessLogBucket(platform, account, region),
      lockDays: LOCK_DAYS,
      expireDays: KEEP_DAYS,
      keepVersionsDays: 30,
      statements: deliveries(bucket, account, trailArn),
      protect: true,
    });
    new Cloudtrail(this, 'trail', {
      name,
      s3BucketName: store.bucket,
      kmsKeyId: key.arn,
      enableLogFileValidation: true,
      isMultiRegionTrail: isHome,
      includeGlobalServiceEvents: isHome,
      dependsOn: [store.policy],
    });
    const recorder = new ConfigConfigurationRecorder(this, 'recorder', {
      name,
      // The role of Config itself, which AWS keeps; the identities of the account see to it that it is there.
      roleArn: `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: isHome },
    });
    const channel = new ConfigDeliveryChannel(this, 'channel', {
      name,
      s3BucketName: store.bucket,
      s3KmsKeyArn: key.arn,
      snapshotDeliveryProperties: { deliveryFrequency: 'TwentyFour_Hours' },
      dependsOn: [recorder, store.policy],
    });
    new ConfigConfigurationRecorderStatus(this, 'recording', { name: recorder.name, isEnabled: true, dependsOn: [channel] });
  }
}

const config = (account: string): Pick<Statement, 'Effect' | 'Principal' | 'Condition'> => ({
  Effect: 'Allow',
  Principal: { Service: 'config.amazonaws.com' },
  Condition: { StringEquals: { 'aws:SourceAccount': account } },
});
const cloudtrail = (trailArn: string): Pick<Statement, 'Effect' | 'Principal' | 'Condition'> => ({
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Condition: { StringEquals: { 'aws:SourceArn': trailArn } },
});

const keyUsers = (account: string, trailArn: string): Statement[] => [
  { Sid: 'TrailEncrypts', ...cloudtrail(trailArn), Action: ['kms:GenerateDataKey*', 'kms:DescribeKey'], Resource: '*' },
  { Sid: 'ConfigEncrypts', ...config(account), Action: ['kms:GenerateDataKey*', 'kms:Decrypt'], Resource: '*' },
];

/** What both services ask of the policy of their bucket (CloudTrail User Guide; Config Developer Guide, delivery channel). */
const deliveries = (bucket: string, account: string, trailArn: string): Statement[] => {
  const arn = `arn:aws:s3:::${bucket}`;
  return [
    { Sid: 'TrailLooks', ...cloudtrail(trailArn), Action: 's3:GetBucketAcl', Resource: arn },
    { Sid: 'TrailDelivers', ...cloudtrail(trailArn), Action: 's3:PutObject', Resource: `${arn}/AWSLogs/${account}/*` },
    { Sid: 'ConfigLooks', ...config(account), Action: ['s3:GetBucketAcl', 's3:ListBucket'], Resource: arn },
    { Sid: 'ConfigDelivers', ...config(account), Action: 's3:PutObject', Resource: `${arn}/AWSLogs/${account}/Config/*` },
  ];
};
