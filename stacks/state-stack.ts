import type { Construct } from 'constructs';
import { StateStorage } from '../lib/infrastructure';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/**
 * Where the Terraform state of an account in one region is kept. Its own state ends up there, too: the first apply keeps it
 * in a file, which then moves (docs/infrastructure.md).
 */
export class StateStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { account, region } = this.plan;
    new StateStorage(this, 'storage', { platform: this.platform.name, account, region });
  }
}
