import { GATE_RULE, servingText, writerText } from '../../model';
import { type Item, updateItem } from './dynamo-item';
import type { World } from './world';

/** An error as a state machine sees it: by its name. */
export class ServiceError extends Error {
  constructor(
    override readonly name: string,
    message = name,
  ) {
    super(message);
  }
}

type Parameters = Readonly<Record<string, unknown>>;

/** What started a call. */
export interface Caller {
  readonly region: string;
  /** Starts another state machine of the same region. */
  readonly start: (machineArn: string, input: unknown) => void;
  readonly running: (machineArn: string) => number;
}

type Service = (world: World, caller: Caller, parameters: Parameters) => unknown;

const text = (value: unknown) => String(value);
const sleep = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));
const databaseOf = (world: World, id: unknown) => {
  const found = world.databases.find(({ database }) => text(id).includes(database.server) || text(id).includes(database.name));
  if (!found) throw new ServiceError('Rds.DbInstanceNotFoundException', text(id));
  return found;
};

const items = new WeakMap<World, Map<string, Item>>();

/** AWS, as far as the state machines of a failover call it; shapes as in the API references of the services. */
const SERVICES: Readonly<Record<string, Service>> = {
  'dynamodb:getItem': (world) => ({ Item: world.lock }),
  'dynamodb:updateItem': (world, { region }, parameters) => {
    const { UpdateExpression, ConditionExpression, ExpressionAttributeValues } = parameters;
    const before = world.lock;
    world.lock = updateItem(before, text(UpdateExpression), ConditionExpression as string | undefined, ExpressionAttributeValues as Item);
    for (const attribute of ['writer', 'wanted', 'released', 'phase'] as const) {
      const [was, is] = [before[attribute]?.S, world.lock[attribute]?.S];
      if (was !== is) world.note(`the lock says ${attribute}: ${is ?? 'nobody'} (${region})`);
    }
    if (before.phase?.S !== 'serving' && world.lock.phase?.S === 'serving') world.servedAt = world.now;
    return { Attributes: world.lock };
  },
  'dynamodb:putItem': (world, _, { Item: item }) => {
    const kept = items.get(world) ?? new Map<string, Item>();
    items.set(world, kept.set(text((item as Item).id?.S), item as Item));
    return {};
  },
  'aws-sdk:ec2:describeNetworkAcls': (world, { region }) => ({
    NetworkAcls: [
      {
        Entries: [
          { RuleNumber: GATE_RULE, Egress: false, RuleAction: world.gates.get(region) },
          { RuleNumber: 100, Egress: true, RuleAction: 'allow' },
        ],
      },
    ],
  }),
  'aws-sdk:ec2:replaceNetworkAclEntry': (world, { region }, { RuleAction }) => {
    const action = RuleAction as 'allow' | 'deny';
    if (world.gates.get(region) !== action) world.note(`${region} ${action === 'deny' ? 'closes' : 'opens'} its gate`);
    world.gates.set(region, action);
    world.look();
    return {};
  },
  'aws-sdk:cloudwatch:putMetricData': (world, _, { MetricData }) => {
    for (const { Value } of MetricData as readonly { Value: number }[]) world.publish(Value);
    return {};
  },
  'http:invoke': async (world, _, { ApiEndpoint }) => {
    const url = new URL(text(ApiEndpoint));
    const { primary, recovery, witnessHost, writerHost } = world.plan;
    const resolved = (answer: string) => ({ StatusCode: 200, ResponseBody: { Answer: [{ data: `"${answer}"` }] } });
    if (url.search.includes(writerHost)) return resolved(writerText(world.writing));
    if (url.search.includes(witnessHost)) return resolved(servingText(world.serving));
    const region = [primary.region, recovery.region].find((one) => url.hostname.startsWith(`${one}.`)) ?? world.serving;
    if (world.answers(region)) return { StatusCode: 200, ResponseBody: {} };
    // A dark region refuses, or says nothing at all.
    if (world.random.chance(0.5)) await sleep(3600);
    throw new ServiceError('States.Http.Socket', `${url.hostname} does not answer`);
  },
  'sns:publish': (world, _, { Subject }) => {
    if (/stopped at|failed/.test(text(Subject))) world.page(text(Subject));
    else world.note(text(Subject));
    return {};
  },
  'sns:publish.waitForTaskToken': async (world) => {
    const { approvalSeconds } = world.plan.settings;
    world.note('a person is asked to approve');
    await sleep(world.random.between(30, approvalSeconds));
    world.note('a person approves');
    return {};
  },
  'states:startExecution': (_, { start }, { StateMachineArn, Input }) => {
    start(text(StateMachineArn), Input);
    return {};
  },
  'aws-sdk:sfn:listExecutions': (_, { running }, { StateMachineArn }) => ({
    Executions: Array.from({ length: running(text(StateMachineArn)) }, () => ({ Status: 'RUNNING' })),
  }),
  'aws-sdk:rds:describeDBInstances': (world, _, { DbInstanceIdentifier }) => {
    const state = databaseOf(world, DbInstanceIdentifier);
    const source = `arn:aws:rds:${world.plan.primary.region}:${world.plan.primary.account}:db:${state.database.server}`;
    const promoting = state.promotedAt !== undefined && !state.recoveryWrites;
    return {
      DbInstances: [
        {
          DbInstanceIdentifier: state.database.server,
          DbInstanceStatus: promoting ? 'modifying' : 'available',
          ...(state.recoveryWrites ? {} : { ReadReplicaSourceDBInstanceIdentifier: source }),
        },
      ],
    };
  },
  'aws-sdk:rds:promoteReadReplica': (world, _, { DbInstanceIdentifier }) =>
    promoted(world, DbInstanceIdentifier, 'Rds.InvalidDbInstanceStateException'),
  'aws-sdk:rds:describeGlobalClusters': (world, _, { GlobalClusterIdentifier }) => globalCluster(world, GlobalClusterIdentifier),
  'aws-sdk:docdb:describeGlobalClusters': (world, _, { GlobalClusterIdentifier }) => globalCluster(world, GlobalClusterIdentifier),
  'aws-sdk:rds:failoverGlobalCluster': (world, _, { GlobalClusterIdentifier }) =>
    promoted(world, GlobalClusterIdentifier, 'Rds.InvalidGlobalClusterStateException'),
  'aws-sdk:docdb:failoverGlobalCluster': (world, _, { GlobalClusterIdentifier }) =>
    promoted(world, GlobalClusterIdentifier, 'DocDb.InvalidGlobalClusterStateException'),
  'aws-sdk:elasticache:describeGlobalReplicationGroups': (world, _, { GlobalReplicationGroupId }) => {
    const state = databaseOf(world, GlobalReplicationGroupId);
    const { primary, recovery } = world.plan;
    const role = (writes: boolean) => (writes ? 'PRIMARY' : 'SECONDARY');
    return {
      GlobalReplicationGroups: [
        {
          Status: state.promotedAt !== undefined && !state.recoveryWrites ? 'modifying' : 'available',
          Members: [
            { ReplicationGroupRegion: primary.region, Role: role(!state.recoveryWrites) },
            { ReplicationGroupRegion: recovery.region, Role: role(state.recoveryWrites) },
          ],
        },
      ],
    };
  },
  'aws-sdk:elasticache:failoverGlobalReplicationGroup': (world, _, { GlobalReplicationGroupId }) =>
    promoted(world, GlobalReplicationGroupId, 'ElastiCache.InvalidGlobalReplicationGroupStateException'),
  'aws-sdk:eks:updateNodegroupConfig': (world, _, { ScalingConfig }) => {
    const { DesiredSize } = ScalingConfig as { readonly DesiredSize: number };
    if (world.nodes.wanted !== DesiredSize) world.nodes = { wanted: DesiredSize, since: world.now };
    return {};
  },
  'aws-sdk:eks:describeNodegroup': () => ({ Nodegroup: { Status: 'ACTIVE', Resources: { AutoScalingGroups: [{ Name: 'nodes' }] } } }),
  'aws-sdk:autoscaling:describeAutoScalingGroups': (world) => {
    const { recovery, limits } = world.plan;
    const { wanted, since } = world.nodes;
    const come = world.now - since >= Math.min(limits.nodes, 180);
    const there = come ? wanted - world.faults.missingNodes : recovery.nodes.min.value;
    return {
      AutoScalingGroups: [
        { Instances: Array.from({ length: Math.max(0, there) }, (_, i) => ({ InstanceId: `i-${i}`, LifecycleState: 'InService' })) },
      ],
    };
  },
};

function promoted(world: World, id: unknown, refusal: string): object {
  if (!world.promote(databaseOf(world, id))) throw new ServiceError(refusal);
  return {};
}

function globalCluster(world: World, id: unknown): object {
  const state = databaseOf(world, id);
  const member = ({ region, account }: { readonly region: string; readonly account: string }, IsWriter: boolean) => ({
    DbClusterArn: `arn:aws:rds:${region}:${account}:cluster:${state.database.server}`,
    IsWriter,
  });
  return {
    GlobalClusters: [
      {
        Status: state.promotedAt !== undefined && !state.recoveryWrites ? 'failing-over' : 'available',
        GlobalClusterMembers: [member(world.plan.primary, !state.recoveryWrites), member(world.plan.recovery, state.recoveryWrites)],
      },
    ],
  };
}

/** Time that a call takes while all is well, in seconds. */
const LATENCY = { least: 0.02, most: 0.8 } as const;

/**
 * Calls a service: later, and perhaps in vain.
 *
 * @throws Error for an action that nobody simulates: a drill must not pass by what it does not know
 */
export async function callService(world: World, caller: Caller, action: string, parameters: Parameters): Promise<unknown> {
  const service = SERVICES[action];
  if (!service) throw new Error(`${action} is not simulated`);
  await sleep(world.random.between(LATENCY.least, LATENCY.most));
  // What runs in a region that is gone gets no answer any more.
  if (world.isDark(caller.region)) await sleep(3600);
  if (action.startsWith('dynamodb:') && !world.reachesLock(caller.region)) throw new ServiceError('DynamoDB.InternalServerError');
  if (caller.region === world.plan.recovery.region && action !== 'http:invoke' && world.random.chance(world.faults.callFailures))
    throw new ServiceError('ServiceUnavailable');
  return service(world, caller, parameters);
}
