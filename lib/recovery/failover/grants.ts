import {
  alarmTopicArn,
  type Cluster,
  databaseArn,
  type FailoverPlan,
  lockTableArn,
  NODE_GROUP,
  type Permission,
  roleName,
  STATE_MACHINES,
  serverPutAside,
  stateMachineArn,
  useOfKey,
} from '../../model';
import type { Gate } from './gate';

export interface GrantScope {
  readonly plan: FailoverPlan;
  /** Where the machine runs. */
  readonly cluster: Cluster;
  readonly gate: Gate;
  /** Undefined where nobody is asked from outside. */
  readonly connectionArn?: string;
}

type Grants = (scope: GrantScope) => readonly Permission[];

/** Lists and descriptions know no resource (Service Authorization Reference). */
const see = (id: string, ...actions: string[]): Permission => ({ id, actions, resources: ['*'] });
const clusterArns = ({ plan: { promotions }, cluster }: Pick<GrantScope, 'plan' | 'cluster'>, products: readonly string[]) =>
  promotions
    .filter(({ product }) => products.includes(product))
    .flatMap(({ server }) => [databaseArn('cluster', cluster, server), `arn:aws:rds::${cluster.account}:global-cluster:${server}`]);

const failGlobalCluster =
  (id: string, product: string): Grants =>
  (scope) => [{ id, actions: ['rds:FailoverGlobalCluster'], resources: clusterArns(scope, [product]) }];
/** Both members are named: the one that is left, and the one that takes over. */
const switchGlobalCluster =
  (id: string, product: string): Grants =>
  ({ plan }) => [
    {
      id,
      actions: ['rds:SwitchoverGlobalCluster'],
      resources: [...new Set([plan.primary, plan.recovery].flatMap((cluster) => clusterArns({ plan, cluster }, [product])))].sort(),
    },
  ];
/** Servers of RDS of a region, and those that were put aside there. */
const serversOf = ({ promotions }: FailoverPlan, cluster: Cluster) =>
  promotions
    .filter(({ product }) => product === 'rds')
    .flatMap(({ server }) => [server, serverPutAside(server, '*')].map((name) => databaseArn('db', cluster, name)));
const seeGlobalClusters: Grants = () => [see('SeeGlobalClusters', 'rds:DescribeGlobalClusters')];

/** The topic is encrypted with the key of logs and notifications. */
const tellPeople: Grants = ({ cluster }) => [
  { id: 'TellPeople', actions: ['sns:Publish'], resources: [alarmTopicArn(cluster)] },
  useOfKey(cluster, 'logs', 'sns', ['kms:GenerateDataKey', 'kms:Decrypt']),
];

/** What a call of a state machine needs, by the action in its definition (Service Authorization Reference of each service). */
const GRANTS: Readonly<Record<string, Grants>> = {
  'dynamodb:getItem': ({ plan, cluster }) => [
    { id: 'ReadLock', actions: ['dynamodb:GetItem'], resources: [lockTableArn(cluster, plan.lockTable)] },
  ],
  'dynamodb:updateItem': ({ plan, cluster }) => [
    { id: 'ChangeLock', actions: ['dynamodb:UpdateItem'], resources: [lockTableArn(cluster, plan.lockTable)] },
  ],
  'dynamodb:putItem': ({ plan, cluster }) => [
    { id: 'KeepHistory', actions: ['dynamodb:PutItem'], resources: [lockTableArn(cluster, plan.lockTable)] },
  ],
  'aws-sdk:ec2:replaceNetworkAclEntry': ({ cluster, gate }) => [
    {
      id: 'SetGate',
      actions: ['ec2:ReplaceNetworkAclEntry'],
      resources: [`arn:aws:ec2:${cluster.region}:${cluster.account}:network-acl/${gate.networkAclId}`],
    },
  ],
  'aws-sdk:ec2:describeNetworkAcls': () => [see('SeeGate', 'ec2:DescribeNetworkAcls')],
  'aws-sdk:cloudwatch:putMetricData': ({ plan }) => [
    {
      ...see('SwitchUsers', 'cloudwatch:PutMetricData'),
      when: { StringEquals: { 'cloudwatch:namespace': plan.failedOver.namespace } },
    },
  ],
  'http:invoke': ({ cluster, connectionArn }) => [
    { ...see('AskFromOutside', 'states:InvokeHTTPEndpoint'), when: { StringEquals: { 'states:HTTPMethod': 'GET' } } },
    {
      id: 'UseConnection',
      actions: ['events:RetrieveConnectionCredentials'],
      resources: connectionArn === undefined ? [] : [connectionArn],
    },
    {
      id: 'ReadConnection',
      actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      // EventBridge keeps what a connection sends in a secret of its own (EventBridge User Guide, connections).
      resources: [`arn:aws:secretsmanager:${cluster.region}:${cluster.account}:secret:events!connection/*`],
    },
  ],
  'aws-sdk:sfn:listExecutions': ({ cluster }) => [
    {
      id: 'SeeExecutions',
      actions: ['states:ListExecutions'],
      resources: STATE_MACHINES.map((machine) => stateMachineArn(cluster, machine)),
    },
  ],
  'states:startExecution': ({ cluster }) => [
    {
      id: 'StartExecutions',
      actions: ['states:StartExecution'],
      resources: STATE_MACHINES.map((machine) => stateMachineArn(cluster, machine)),
    },
  ],
  'sns:publish': tellPeople,
  'sns:publish.waitForTaskToken': tellPeople,
  'aws-sdk:rds:describeDBInstances': () => [see('SeeInstances', 'rds:DescribeDBInstances')],
  'aws-sdk:rds:promoteReadReplica': ({ plan, cluster }) => [
    {
      id: 'PromoteReplicas',
      actions: ['rds:PromoteReadReplica'],
      resources: plan.promotions.filter(({ product }) => product === 'rds').map(({ server }) => databaseArn('db', cluster, server)),
    },
  ],
  'aws-sdk:rds:modifyDBInstance': ({ plan, cluster }) => [
    { id: 'PutServersAside', actions: ['rds:ModifyDBInstance'], resources: serversOf(plan, cluster) },
  ],
  'aws-sdk:rds:createDBInstanceReadReplica': ({ plan, cluster }) => [
    {
      id: 'MakeReplicas',
      actions: ['rds:CreateDBInstanceReadReplica', 'rds:AddTagsToResource'],
      resources: [
        ...serversOf(plan, plan.primary),
        ...serversOf(plan, plan.recovery),
        ...['og', 'pg', 'subgrp'].map((kind) => `arn:aws:rds:${cluster.region}:${cluster.account}:${kind}:*`),
      ],
    },
    useOfKey(cluster, 'data', 'rds', ['kms:CreateGrant', 'kms:DescribeKey']),
    {
      id: 'LendMonitoring',
      actions: ['iam:PassRole'],
      resources: [`arn:aws:iam::${cluster.account}:role/${roleName(cluster.name, 'database-monitoring')}`],
      when: { StringEquals: { 'iam:PassedToService': 'monitoring.rds.amazonaws.com' } },
    },
  ],
  'aws-sdk:rds:describeGlobalClusters': seeGlobalClusters,
  'aws-sdk:docdb:describeGlobalClusters': seeGlobalClusters,
  'aws-sdk:rds:failoverGlobalCluster': failGlobalCluster('FailOverAurora', 'aurora'),
  'aws-sdk:docdb:failoverGlobalCluster': failGlobalCluster('FailOverDocuments', 'documentdb'),
  'aws-sdk:rds:switchoverGlobalCluster': switchGlobalCluster('SwitchAurora', 'aurora'),
  'aws-sdk:docdb:switchoverGlobalCluster': switchGlobalCluster('SwitchDocuments', 'documentdb'),
  'aws-sdk:cloudwatch:describeAlarms': () => [see('SeeAlarms', 'cloudwatch:DescribeAlarms')],
  'aws-sdk:elasticache:describeReplicationGroups': () => [see('SeeCaches', 'elasticache:DescribeReplicationGroups')],
  'aws-sdk:elasticache:describeGlobalReplicationGroups': () => [see('SeeDatastores', 'elasticache:DescribeGlobalReplicationGroups')],
  'aws-sdk:elasticache:failoverGlobalReplicationGroup': ({ plan: { promotions, primary, recovery } }) => [
    {
      id: 'FailOverDatastores',
      actions: ['elasticache:FailoverGlobalReplicationGroup'],
      resources: promotions
        .filter(({ product }) => product === 'elasticache')
        .flatMap(({ server }) => [
          `arn:aws:elasticache::${primary.account}:globalreplicationgroup:*${server}`,
          ...[primary, recovery].map(({ account, region }) => `arn:aws:elasticache:${region}:${account}:replicationgroup:${server}`),
        ]),
    },
  ],
  'aws-sdk:eks:updateNodegroupConfig': (scope) => [
    { id: 'GrowNodes', actions: ['eks:UpdateNodegroupConfig'], resources: nodeGroup(scope) },
  ],
  'aws-sdk:eks:describeNodegroup': (scope) => [{ id: 'SeeNodes', actions: ['eks:DescribeNodegroup'], resources: nodeGroup(scope) }],
  'aws-sdk:autoscaling:describeAutoScalingGroups': () => [see('SeeInstancesOfNodes', 'autoscaling:DescribeAutoScalingGroups')],
};

const nodeGroup = ({ cluster: { account, region, name } }: GrantScope) => [
  `arn:aws:eks:${region}:${account}:nodegroup/${name}/${NODE_GROUP}/*`,
];

/** Actions that a definition calls, at any depth. */
function actionsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(actionsOf);
  if (typeof value !== 'object' || value === null) return [];
  const { Type, Resource } = value as { readonly Type?: unknown; readonly Resource?: unknown };
  const own = Type === 'Task' && typeof Resource === 'string' ? [Resource.replace('arn:aws:states:::', '')] : [];
  return [...own, ...Object.values(value).flatMap(actionsOf)];
}

/**
 * What a definition needs to run, and no more.
 *
 * @throws Error for an action that nobody has said the permissions of
 */
export function permissionsOf(definition: unknown, scope: GrantScope): readonly Permission[] {
  const byId = new Map<string, Permission>();
  for (const action of actionsOf(definition)) {
    const grants = GRANTS[action];
    if (!grants) throw new Error(`no permission is known for ${action}`);
    for (const permission of grants(scope)) byId.set(permission.id, permission);
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
