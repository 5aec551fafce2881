import type { Construct } from 'constructs';
import { Observability } from '../lib/infrastructure';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** Where metrics and logs of an environment in one region go. */
export class ObservabilityStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { platform, cluster } = this;
    const keyArn = this.read('security').text('logs_key_arn');
    const { workspaceId } = new Observability(this, 'observability', { platform, cluster, keyArn });
    this.publish('observability', { workspace_id: workspaceId });
  }
}
