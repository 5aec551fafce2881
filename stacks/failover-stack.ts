import { Construct } from 'constructs';
import { CaughtUp, OutsideConnection, StateMachine } from '../lib/infrastructure';
import { catchesUp, type FailoverPlan, failoverPlan, GATE_RULE, RTO_TAG, stateMachineName } from '../lib/model';
import { type Gate, gateOf, type Machine, primaryMachines, recoveryMachines } from '../lib/recovery';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/**
 * How an environment leaves its primary region. Whatever decides and acts lives in the region that takes over; the region that may be
 * left has a guard, which keeps it to its lease, and what leads back to it once it is well.
 */
export class FailoverStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const plan = failoverPlan(this.platform, this.plan.environment ?? '');
    if (!plan) throw new Error(`${this.plan.name} belongs to an environment that runs in one region`);
    const gate = gateOf(this.read('network').text('data_network_acl_id'), this.cluster, GATE_RULE);
    const { arn: connectionArn } = new OutsideConnection(this, 'outside', { name: `${this.cluster.name}-failover` });
    this.machines(
      this.cluster.role === 'recovery' ? this.recovery(plan, gate, connectionArn) : this.primaryMachines(plan, gate, connectionArn),
    );
  }

  private primaryMachines(plan: FailoverPlan, gate: Gate, connectionArn: string): readonly Machine[] {
    for (const database of plan.promotions.filter(catchesUp))
      new CaughtUp(new Construct(this, database.name), 'alarm', { cluster: this.cluster, database });
    return primaryMachines({ plan, gate, connectionArn });
  }

  private recovery(plan: FailoverPlan, gate: Gate, connectionArn: string): readonly Machine[] {
    return recoveryMachines({
      plan,
      gate,
      connectionArn,
      datastoreId: (database) => this.read('replication').entry('datastore_ids', database),
    });
  }

  private machines(machines: readonly Machine[]): void {
    const keyArn = this.read('security').text('logs_key_arn');
    for (const { name, definition, permissions, every, rtoSeconds } of machines)
      new StateMachine(new Construct(this, name), 'state', {
        cluster: this.cluster,
        purpose: name,
        name: stateMachineName(this.cluster, name),
        definition,
        permissions,
        keyArn,
        ...(rtoSeconds === undefined ? {} : { tags: { [RTO_TAG]: String(rtoSeconds) } }),
        ...(every ? { everySeconds: every.periodSeconds } : {}),
      });
  }
}
