import { CAUGHT_UP, GATE_RULE, servingText, writerText } from '../../model';
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

/** Subjects that ask for somebody, apart from those that tell how it goes. */
const PAGE = /stopped|failed|does not|called off|not complete|could not/;
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
    if (before.phase?.S !== world.lock.phase?.S) world.reached(world.lock.phase?.S);
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
    world.setGate(region, RuleAction as 'allow' | 'deny');
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
    if (PAGE.test(text(Subject))) world.page(text(Subject));
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
  'states:startExecution': (world, { start }, { StateMachineArn, Input, Name }) => {
    if (Name !== undefined && world.names.has(text(Name))) throw new ServiceError('Sfn.ExecutionAlreadyExistsException');
    world.names.add(text(Name));
    start(text(StateMachineArn), Input);
    return {};
  },
  'aws-sdk:sfn:listExecutions': (_, { running }, { StateMachineArn }) => ({
    Executions: Array.from({ length: running(text(StateMachineArn)) }, () => ({ Status: 'RUNNING' })),
  }),
  'aws-sdk:rds:describeDBInstances': (world, { region }, { DbInstanceIdentifier }) => {
    const { database, servers } = databaseOf(world, DbInstanceIdentifier);
    const own = servers[world.roleOf(region)];
    const aside = DbInstanceIdentifier !== database.server;
    if (aside ? !own.aside : !own.exists) throw new ServiceError('Rds.DbInstanceNotFoundException', text(DbInstanceIdentifier));
    const other = world.plan[world.roleOf(region) === 'primary' ? 'recovery' : 'primary'];
    const source = `arn:aws:rds:${other.region}:${other.account}:db:${database.server}`;
    return {
      DbInstances: [
        {
          ...SETTINGS,
          DbInstanceIdentifier,
          DbInstanceStatus: aside ? 'available' : (own.busy ?? 'available'),
          ...(aside || own.writes ? {} : { ReadReplicaSourceDBInstanceIdentifier: source }),
        },
      ],
    };
  },
  'aws-sdk:rds:promoteReadReplica': (world, { region }, { DbInstanceIdentifier }) =>
    promoted(world, region, DbInstanceIdentifier, 'Rds.InvalidDbInstanceStateException'),
  'aws-sdk:rds:modifyDBInstance': (world, { region }, { DbInstanceIdentifier, NewDBInstanceIdentifier }) => {
    if (!text(NewDBInstanceIdentifier).startsWith(`${text(DbInstanceIdentifier)}-left-`)) throw new Error('only renaming is simulated');
    world.putAside(databaseOf(world, DbInstanceIdentifier), region);
    return {};
  },
  'aws-sdk:rds:createDBInstanceReadReplica': (world, { region }, { DbInstanceIdentifier, SourceDBInstanceIdentifier }) => {
    const state = databaseOf(world, DbInstanceIdentifier);
    if (state.servers[world.roleOf(region)].exists) throw new ServiceError('Rds.DbInstanceAlreadyExistsException');
    if (text(SourceDBInstanceIdentifier).includes(`:${region}:`)) throw new Error('a copy follows another region');
    world.copy(state, region);
    return {};
  },
  'aws-sdk:rds:describeGlobalClusters': (world, _, { GlobalClusterIdentifier }) => globalCluster(world, GlobalClusterIdentifier),
  'aws-sdk:docdb:describeGlobalClusters': (world, _, { GlobalClusterIdentifier }) => globalCluster(world, GlobalClusterIdentifier),
  'aws-sdk:rds:failoverGlobalCluster': (world, { region }, { GlobalClusterIdentifier }) =>
    promoted(world, region, GlobalClusterIdentifier, 'Rds.InvalidGlobalClusterStateException'),
  'aws-sdk:docdb:failoverGlobalCluster': (world, { region }, { GlobalClusterIdentifier }) =>
    promoted(world, region, GlobalClusterIdentifier, 'DocDb.InvalidGlobalClusterStateException'),
  'aws-sdk:rds:switchoverGlobalCluster': (world, _, parameters) => switchedOver(world, parameters),
  'aws-sdk:docdb:switchoverGlobalCluster': (world, _, parameters) => switchedOver(world, parameters),
  'aws-sdk:elasticache:describeReplicationGroups': (world, { region }, { ReplicationGroupId }) => {
    const { database, servers } = databaseOf(world, ReplicationGroupId);
    const { writes, busy } = servers[world.roleOf(region)];
    const member = {
      GlobalReplicationGroupId: `ldgnf-${database.server}`,
      GlobalReplicationGroupMemberRole: writes ? 'PRIMARY' : 'SECONDARY',
    };
    return { ReplicationGroups: [{ Status: busy ?? 'available', GlobalReplicationGroupInfo: member }] };
  },
  'aws-sdk:elasticache:describeGlobalReplicationGroups': (world, _, { GlobalReplicationGroupId }) => {
    const { servers } = databaseOf(world, GlobalReplicationGroupId);
    const member = (role: 'primary' | 'recovery') => ({
      ReplicationGroupRegion: world.plan[role].region,
      Role: servers[role].writes ? 'PRIMARY' : 'SECONDARY',
    });
    return {
      GlobalReplicationGroups: [
        { Status: servers.primary.busy ?? servers.recovery.busy ?? 'available', Members: [member('primary'), member('recovery')] },
      ],
    };
  },
  // The one call for a loss and for a plan; a plan waits until nothing is written any more.
  'aws-sdk:elasticache:failoverGlobalReplicationGroup': (world, _, { GlobalReplicationGroupId, PrimaryRegion }) =>
    promoted(world, text(PrimaryRegion), GlobalReplicationGroupId, 'ElastiCache.InvalidGlobalReplicationGroupStateException'),
  'aws-sdk:cloudwatch:describeAlarms': (world, _, { AlarmNames }) => ({
    MetricAlarms:
      (world.faults.failback?.lag ?? 0) > CAUGHT_UP.lagSeconds ? [] : (AlarmNames as readonly string[]).map((AlarmName) => ({ AlarmName })),
  }),
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

/** What a server of RDS was told, as far as a copy of it is told the same. */
const SETTINGS = {
  DbInstanceClass: 'db.m7g.large',
  DbSubnetGroup: { DbSubnetGroupName: 'data' },
  DbParameterGroups: [{ DbParameterGroupName: 'postgres' }],
  VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1', Status: 'active' }],
  KmsKeyId: 'arn:aws:kms:region:account:key/1',
  MultiAZ: true,
  StorageType: 'gp3',
  Endpoint: { Port: 5432 },
  CaCertificateIdentifier: 'rds-ca-rsa2048-g1',
  IamDatabaseAuthenticationEnabled: true,
  EnabledCloudwatchLogsExports: ['postgresql'],
  MonitoringInterval: 60,
  MonitoringRoleArn: 'arn:aws:iam::account:role/database-monitoring',
  PerformanceInsightsEnabled: true,
  PerformanceInsightsKMSKeyId: 'arn:aws:kms:region:account:key/1',
  DeletionProtection: true,
  TagList: [{ Key: 'database', Value: 'one' }],
};

function promoted(world: World, region: string, id: unknown, refusal: string): object {
  if (!world.promote(databaseOf(world, id), region)) throw new ServiceError(refusal);
  return {};
}

function switchedOver(world: World, { GlobalClusterIdentifier, TargetDbClusterIdentifier }: Parameters): object {
  const [, , , region = ''] = text(TargetDbClusterIdentifier).split(':');
  world.switchOver(databaseOf(world, GlobalClusterIdentifier), region);
  return {};
}

function globalCluster(world: World, id: unknown): object {
  const { database, servers } = databaseOf(world, id);
  const member = (role: 'primary' | 'recovery') => {
    const { region, account } = world.plan[role];
    return { DbClusterArn: `arn:aws:rds:${region}:${account}:cluster:${database.server}`, IsWriter: servers[role].writes };
  };
  const members = [member('primary'), member('recovery')].filter(({ IsWriter }) => IsWriter || world.members > 1);
  return {
    GlobalClusters: [
      { Status: (servers.primary.busy ?? servers.recovery.busy) ? 'failing-over' : 'available', GlobalClusterMembers: members },
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
  if (world.isDark(caller.region)) {
    await sleep(3600);
    if (world.isDark(caller.region)) throw new ServiceError('States.Timeout');
  }
  if (action.startsWith('dynamodb:') && !world.reachesLock(caller.region)) throw new ServiceError('DynamoDB.InternalServerError');
  if (caller.region === world.plan.recovery.region && action !== 'http:invoke' && world.random.chance(world.faults.callFailures))
    throw new ServiceError('ServiceUnavailable');
  return service(world, caller, parameters);
}
