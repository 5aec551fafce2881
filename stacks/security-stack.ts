import type { Construct } from 'constructs';
import { EncryptionKeys } from '../lib/infrastructure';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** Keys of an environment in one region. */
export class SecurityStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { arns } = new EncryptionKeys(this, 'keys', { cluster: this.cluster });
    this.publish('security', {
      kubernetes_key_arn: arns.kubernetes,
      secrets_key_arn: arns.secrets,
      data_key_arn: arns.data,
      logs_key_arn: arns.logs,
      images_key_arn: arns.images,
    });
  }
}
