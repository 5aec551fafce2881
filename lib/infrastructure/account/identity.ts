import { IamAccountPasswordPolicy } from '@cdktf/provider-aws/lib/iam-account-password-policy';
import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { S3AccountPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-account-public-access-block';
import { Construct } from 'constructs';

/** What holds in a whole account, whatever the region: passwords as CIS asks for (AWS Foundations Benchmark), no public buckets. */
export class AccountIdentity extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IamAccountPasswordPolicy(this, 'passwords', {
      minimumPasswordLength: 14,
      passwordReusePrevention: 24,
      requireLowercaseCharacters: true,
      requireUppercaseCharacters: true,
      requireNumbers: true,
      requireSymbols: true,
      allowUsersToChangePassword: true,
      hardExpiry: false,
    });
    // Config acts by a role that AWS keeps and somebody has to ask for; where it is there already, `terraform import` takes it over.
    new IamServiceLinkedRole(this, 'config-role', { awsServiceName: 'config.amazonaws.com' });
    new S3AccountPublicAccessBlock(this, 'public-access', {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  }
}
