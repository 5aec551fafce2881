import { AccessanalyzerAnalyzer } from '@cdktf/provider-aws/lib/accessanalyzer-analyzer';
import { EbsEncryptionByDefault } from '@cdktf/provider-aws/lib/ebs-encryption-by-default';
import { EbsSnapshotBlockPublicAccess } from '@cdktf/provider-aws/lib/ebs-snapshot-block-public-access';
import { Ec2InstanceMetadataDefaults } from '@cdktf/provider-aws/lib/ec2-instance-metadata-defaults';
import { GuarddutyDetector } from '@cdktf/provider-aws/lib/guardduty-detector';
import { GuarddutyDetectorFeature } from '@cdktf/provider-aws/lib/guardduty-detector-feature';
import { Construct } from 'constructs';

/** What GuardDuty looks at beside flow logs, DNS and CloudTrail (GuardDuty API reference, DetectorFeatureConfiguration). */
const FEATURES = ['EBS_MALWARE_PROTECTION', 'EKS_AUDIT_LOGS', 'RDS_LOGIN_EVENTS', 'S3_DATA_EVENTS'] as const;

export interface AccountBaselineProps {
  /** Name of the platform. */
  readonly platform: string;
}

/** What is watched and what holds by default in an account in one region, whoever works in it. */
export class AccountBaseline extends Construct {
  constructor(scope: Construct, id: string, { platform }: AccountBaselineProps) {
    super(scope, id);
    const detector = new GuarddutyDetector(this, 'threats', { enable: true, findingPublishingFrequency: 'FIFTEEN_MINUTES' });
    for (const name of FEATURES)
      new GuarddutyDetectorFeature(this, name.toLowerCase().replaceAll('_', '-'), { detectorId: detector.id, name, status: 'ENABLED' });
    new AccessanalyzerAnalyzer(this, 'access', { analyzerName: `${platform}-external-access`, type: 'ACCOUNT' });
    new EbsEncryptionByDefault(this, 'disks', { enabled: true });
    new EbsSnapshotBlockPublicAccess(this, 'snapshots', { state: 'block-all-sharing' });
    // A workload cannot take the role of its machine, on machines that others start in the account as well.
    new Ec2InstanceMetadataDefaults(this, 'metadata', { httpTokens: 'required', httpPutResponseHopLimit: 1 });
  }
}
