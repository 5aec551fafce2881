import type { Construct } from 'constructs';
import { AccountIdentity, PipelineRoles } from '../lib/infrastructure';
import { pipelineIdentities } from '../lib/model';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** Who may act in an account: pipelines by the tokens of their jobs. People apply it, since no pipeline may change it. */
export class IdentityStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { platform, plan } = this;
    const { baseline, oidcProviders } = platform.spec.infrastructure;
    new PipelineRoles(this, 'pipelines', {
      account: plan.account,
      identities: pipelineIdentities(platform, plan.account),
      makesProvider: oidcProviders === 'platform',
    });
    if (baseline === 'platform') new AccountIdentity(this, 'account');
  }
}
