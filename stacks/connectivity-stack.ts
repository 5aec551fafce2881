import type { Construct } from 'constructs';
import { RegionLink } from '../lib/infrastructure';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** The way between the regions of an environment. */
export class ConnectivityStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { platform, primary, clusters } = this;
    const recovery = clusters.find(({ role }) => role === 'recovery');
    if (!recovery) throw new Error(`${this.plan.name} has no other region to connect`);
    new RegionLink(this, 'regions', { platform: platform.name, primary, recovery });
  }
}
