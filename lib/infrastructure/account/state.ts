import { Construct } from 'constructs';
import { accessLogBucket, accountKeyAlias, stateBucket } from '../../model';
import type { Statement } from '../policy-document';
import { Bucket } from '../storage';
import { AccountKey } from './key';

/** States are small, and an old one is what a mistake of last quarter is mended with, in days. */
const STATE_VERSIONS_DAYS = 365;
/** Access logs answer who read a state; a year, as audits ask for, in days. */
const ACCESS_LOG_DAYS = 365;

export interface StateStorageProps {
  /** Name of the platform. */
  readonly platform: string;
  readonly account: string;
  readonly region: string;
}

/** Where the Terraform state of an account in one region is kept, and who looked at it. */
export class StateStorage extends Construct {
  constructor(scope: Construct, id: string, { platform, account, region }: StateStorageProps) {
    super(scope, id);
    const key = new AccountKey(this, 'key', {
      account,
      alias: accountKeyAlias(platform, 'tfstate'),
      description: `Terraform state of ${platform}`,
    });
    const logs = accessLogBucket(platform, account, region);
    const accessLogs = new Bucket(this, 'access-logs', {
      name: logs,
      expireDays: ACCESS_LOG_DAYS,
      keepVersionsDays: 7,
      statements: [deliversAccessLogs(logs, account)],
      protect: true,
    });
    new Bucket(this, 'state', {
      name: stateBucket(platform, account, region),
      keyArn: key.arn,
      logsTo: accessLogs.bucket,
      keepVersionsDays: STATE_VERSIONS_DAYS,
      protect: true,
    });
  }
}

/** Access logs are delivered by S3 itself, which cannot use a key of ours (S3 User Guide, server access logging). */
const deliversAccessLogs = (bucket: string, account: string): Statement => ({
  Sid: 'S3DeliversAccessLogs',
  Effect: 'Allow',
  Principal: { Service: 'logging.s3.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: `arn:aws:s3:::${bucket}/*`,
  Condition: { StringEquals: { 'aws:SourceAccount': account } },
});
