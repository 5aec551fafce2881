import type { Construct } from 'constructs';
import { ImageRegistry, RegistrySettings } from '../lib/infrastructure';
import { registrySettings } from '../lib/model';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** Image repositories of an environment in one region, and what the registry there has once. */
export class RegistryStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { platform, cluster } = this;
    const { account, region } = cluster;
    new ImageRegistry(this, 'registry', { platform, cluster, keyArn: this.read('security').text('images_key_arn') });
    const settings = registrySettings(platform, cluster);
    if (settings) new RegistrySettings(this, 'settings', { account, region, settings });
  }
}
