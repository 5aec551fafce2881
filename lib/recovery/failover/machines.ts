import type { FailoverPlan, Looks, Permission, StateMachineName } from '../../model';
import type { Branch, Definition } from './asl';
import { tellPerson } from './by-person';
import { detector } from './detector';
import { failback } from './failback';
import { failover } from './failover';
import type { Gate } from './gate';
import { type GrantScope, permissionsOf } from './grants';
import { guard } from './guard';
import { handback } from './handback';
import { nodes } from './nodes';
import { promotion } from './promotion';
import { rejoin } from './rejoin';
import { settle } from './settle';
import { switched } from './switch';

/** A state machine of a region, ready to be made. */
export interface Machine {
  readonly name: StateMachineName;
  readonly definition: Definition;
  readonly permissions: readonly Permission[];
  /** How often it is started by itself; undefined where somebody starts it. */
  readonly every?: Looks;
  /** Within how many seconds it has to end; undefined where no promise depends on it. */
  readonly rtoSeconds?: number;
}

export interface MachinesProps {
  readonly plan: FailoverPlan;
  readonly gate: Gate;
  /** ARN of the connection by which hosts are asked from outside; the region that is left asks nobody. */
  readonly connectionArn: string;
  /** Id of the Global Datastore of a database. */
  readonly datastoreId: (database: string) => string;
}

/** The state machines of the region that may be left: it keeps to its lease, and comes back as planned. */
export const primaryMachines = ({ plan, gate, connectionArn }: Omit<MachinesProps, 'datastoreId'>): readonly Machine[] => {
  const cluster = plan.primary;
  const scope = { plan, cluster, gate, connectionArn };
  return [
    made('guard', guard({ plan, cluster, gate }), scope, plan.settings.guard),
    ...(plan.promotions.length > 0 ? [made('rejoin', rejoin(plan), scope)] : []),
    made('failback', failback({ plan, connectionArn }), scope),
  ];
};

/** The state machines of the region that takes over: all that a failover needs, and nothing of the other region. */
export function recoveryMachines(props: MachinesProps): readonly Machine[] {
  const { plan, gate, connectionArn } = props;
  const cluster = plan.recovery;
  const scope = { plan, cluster, gate, connectionArn };
  return [
    made('guard', guard({ plan, cluster, gate }), scope, plan.settings.guard),
    made('detector', detector({ plan, connectionArn }), scope, plan.settings.probes),
    { ...made('failover', failover({ plan, connectionArn, branches: branchesOf(props) }), scope), rtoSeconds: plan.rtoSeconds },
    made('settle', settle(plan), scope),
    made('handback', handback(props), scope),
  ];
}

const made = (name: StateMachineName, definition: Definition, scope: GrantScope, every?: Looks): Machine => ({
  name,
  definition,
  permissions: permissionsOf(definition, scope),
  ...(every ? { every } : {}),
});

/** What is done side by side: each database, the nodes, and waiting for users. */
function branchesOf({ plan, connectionArn, datastoreId }: MachinesProps): readonly Branch[] {
  const { limits } = plan;
  return [
    ...plan.promotions.map((database) =>
      promotion({
        plan,
        database,
        connectionArn,
        worstSeconds: limits.promote[database.name] ?? 0,
        datastoreId: database.product === 'elasticache' ? datastoreId(database.name) : '',
      }),
    ),
    ...(plan.byPerson.length > 0 ? [tellPerson(plan)] : []),
    ...(plan.nodes ? [nodes(plan, plan.nodes, limits.nodes)] : []),
    switched(plan, { to: plan.recovery, from: plan.primary }, connectionArn, limits.switch),
  ];
}
