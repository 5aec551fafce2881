import type { Construct } from 'constructs';
import { ImageRegistry } from '../lib/infrastructure';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** Image repositories of an environment in one region. */
export class RegistryStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { platform, cluster } = this;
    new ImageRegistry(this, 'registry', { platform, cluster, keyArn: this.read('security').text('images_key_arn') });
  }
}
