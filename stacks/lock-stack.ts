import type { Construct } from 'constructs';
import { WriterLock } from '../lib/infrastructure';
import { failoverPlan } from '../lib/model';
import { LOCK_HASH, LOCK_KEY } from '../lib/recovery';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/**
 * The lock that says which region of an environment writes. It has a replica in the primary region, which Terraform asks for when it
 * plans: apart from everything else, it keeps nothing of the recovery region from being planned when the primary one is gone.
 */
export class LockStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const plan = failoverPlan(this.platform, this.plan.environment ?? '');
    if (!plan) throw new Error(`${this.plan.name} belongs to an environment that runs in one region`);
    new WriterLock(this, 'lock', { plan, key: { name: LOCK_HASH, value: LOCK_KEY } });
  }
}
