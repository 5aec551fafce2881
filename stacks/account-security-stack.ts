import type { Construct } from 'constructs';
import { AccountBaseline, AuditTrail } from '../lib/infrastructure';
import { stackPlan } from '../lib/model';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** The security baseline of an account in one region. */
export class AccountSecurityStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { account, region } = this.plan;
    const platform = this.platform.name;
    const home = stackPlan(this.platform).find((plan) => plan.purpose === 'identity' && plan.account === account);
    new AccountBaseline(this, 'baseline', { platform });
    new AuditTrail(this, 'audit', { platform, account, region, isHome: home?.region === region });
  }
}
