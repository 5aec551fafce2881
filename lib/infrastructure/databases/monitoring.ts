import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { type Cluster, roleName } from '../../model';
import { serviceTrust } from '../policy-document';

/** Time between two samples of the operating system, in seconds. */
const SAMPLE_SECONDS = 60;
/** Performance Insights keeps this many days without a further price (RDS User Guide, Performance Insights pricing). */
const INSIGHT_DAYS = 7;

/** The role by which RDS reports what the operating system of each database does. */
export class DatabaseMonitoring extends Construct {
  private readonly roleArn: string;

  constructor(scope: Construct, id: string, { name, account }: Cluster) {
    super(scope, id);
    const role = new IamRole(this, 'role', {
      name: roleName(name, 'database-monitoring'),
      assumeRolePolicy: serviceTrust('monitoring.rds.amazonaws.com', account),
    });
    const permission = new IamRolePolicyAttachment(this, 'role-policy', {
      role: role.name,
      policyArn: 'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole',
    });
    // RDS tries the role when an instance is made: through the attachment, so that it waits for the permission.
    this.roleArn = `arn:aws:iam::${account}:role/\${${permission.fqn}.role}`;
  }

  /** What an instance is told: both what its system and what its queries do. */
  settings(keyArn: string) {
    return {
      monitoringInterval: SAMPLE_SECONDS,
      monitoringRoleArn: this.roleArn,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: keyArn,
      performanceInsightsRetentionPeriod: INSIGHT_DAYS,
    };
  }
}
