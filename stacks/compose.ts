import type { App } from 'cdktf';
import { type Platform, type StackPurpose, stackPlan } from '../lib/model';
import { AccountSecurityStack } from './account-security-stack';
import { BackupStack } from './backup-stack';
import { ClusterStack } from './cluster-stack';
import { ConnectivityStack } from './connectivity-stack';
import { DataStack } from './data-stack';
import { DnsStack } from './dns-stack';
import { FailoverStack } from './failover-stack';
import { GameDayStack } from './game-day-stack';
import { IdentityStack } from './identity-stack';
import { IngressStack } from './ingress-stack';
import { LockStack } from './lock-stack';
import { NetworkStack } from './network-stack';
import { ObservabilityStack } from './observability-stack';
import type { PlatformStack, PlatformStackProps } from './platform-stack';
import { RegistryStack } from './registry-stack';
import { ReplicationStack } from './replication-stack';
import { SecurityStack } from './security-stack';
import { StateStack } from './state-stack';
import { TrafficStack } from './traffic-stack';

type StackClass = new (app: App, props: PlatformStackProps) => PlatformStack;

/** What makes the stacks of a purpose; an account's security is another matter than that of a region of an environment. */
const STACKS: Readonly<Record<Exclude<StackPurpose, 'security'>, StackClass>> & {
  readonly security: Readonly<Record<'account' | 'region', StackClass>>;
} = {
  state: StateStack,
  identity: IdentityStack,
  security: { account: AccountSecurityStack, region: SecurityStack },
  network: NetworkStack,
  registry: RegistryStack,
  cluster: ClusterStack,
  data: DataStack,
  replication: ReplicationStack,
  backup: BackupStack,
  observability: ObservabilityStack,
  connectivity: ConnectivityStack,
  lock: LockStack,
  dns: DnsStack,
  ingress: IngressStack,
  traffic: TrafficStack,
  failover: FailoverStack,
  'game-day': GameDayStack,
};

/** Makes every stack of the plan, and tells cdktf in which order they are deployed. */
export function composeStacks(app: App, platform: Platform): void {
  const made = new Map<string, PlatformStack>();
  for (const plan of stackPlan(platform)) {
    const { name, purpose, scope, dependsOn } = plan;
    const Stack = purpose === 'security' ? STACKS.security[scope === 'account' ? 'account' : 'region'] : STACKS[purpose];
    const stack = new Stack(app, { platform, plan });
    for (const other of dependsOn) {
      const before = made.get(other);
      if (!before) throw new Error(`${name} depends on ${other}, which does not come before it`);
      stack.addDependency(before);
    }
    made.set(name, stack);
  }
}
