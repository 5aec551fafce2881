import type { Cluster, Experiment, Permission } from '../../model';

/** Where the faults of a region are injected. */
export interface FaultPlace {
  readonly cluster: Cluster;
  /** ARNs of the subnets of pods and databases. */
  readonly subnetArns: readonly string[];
}

type Grants = (place: FaultPlace, arns: readonly string[]) => readonly Permission[];

/** Lists and descriptions know no resource (Service Authorization Reference). */
const see = (id: string, ...actions: string[]): Permission => ({ id, actions, resources: ['*'] });
const FIND_BY_TAG = see('FindByTag', 'tag:GetResources');

/** What FIS marks as its own, and may therefore change and remove. */
const MARK = 'managedByFIS';

/** What an action of FIS needs (FIS User Guide, actions reference; for the network the policy AWSFaultInjectionSimulatorNetworkAccess). */
const GRANTS: Readonly<Record<string, Grants>> = {
  'aws:network:disrupt-connectivity': ({ cluster: { region, account }, subnetArns }) => {
    const anywhere = (kind: string) => `arn:aws:ec2:${region}:${account}:${kind}/*`;
    return [
      see(
        'SeeNetwork',
        'ec2:DescribeManagedPrefixLists',
        'ec2:DescribeNetworkAcls',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
        'ec2:GetManagedPrefixListEntries',
      ),
      {
        id: 'CopyNetworkAcl',
        actions: ['ec2:CreateNetworkAcl'],
        resources: [anywhere('network-acl')],
        when: { StringEquals: { [`aws:RequestTag/${MARK}`]: 'true' } },
      },
      { id: 'CopyNetworkAclInVpc', actions: ['ec2:CreateNetworkAcl'], resources: [anywhere('vpc')] },
      {
        id: 'MarkCopy',
        actions: ['ec2:CreateTags'],
        resources: [anywhere('network-acl')],
        when: { StringEquals: { 'ec2:CreateAction': 'CreateNetworkAcl', [`aws:RequestTag/${MARK}`]: 'true' } },
      },
      {
        id: 'ChangeCopy',
        actions: ['ec2:CreateNetworkAclEntry', 'ec2:DeleteNetworkAcl'],
        resources: [anywhere('network-acl')],
        when: { StringEquals: { [`ec2:ResourceTag/${MARK}`]: 'true' } },
      },
      { id: 'PutCopyInPlace', actions: ['ec2:ReplaceNetworkAclAssociation'], resources: [anywhere('network-acl'), ...subnetArns] },
    ];
  },
  'aws:eks:terminate-nodegroup-instances': ({ cluster: { region, account, name } }) => [
    FIND_BY_TAG,
    see('SeeInstances', 'ec2:DescribeInstances'),
    {
      id: 'SeeNodes',
      actions: ['eks:DescribeNodegroup'],
      resources: [`arn:aws:eks:${region}:${account}:nodegroup/${name}/*`],
    },
    {
      id: 'TerminateNodes',
      actions: ['ec2:TerminateInstances'],
      resources: [`arn:aws:ec2:${region}:${account}:instance/*`],
      // EKS itself says so of every node that it starts (EKS User Guide, managed node groups).
      when: { StringEquals: { 'ec2:ResourceTag/eks:cluster-name': name } },
    },
  ],
  'aws:rds:reboot-db-instances': (_, arns) => [
    FIND_BY_TAG,
    see('SeeServers', 'rds:DescribeDBInstances'),
    { id: 'RebootServers', actions: ['rds:RebootDBInstance'], resources: arns },
  ],
  'aws:rds:failover-db-cluster': (_, arns) => [
    FIND_BY_TAG,
    see('SeeClusters', 'rds:DescribeDBClusters'),
    { id: 'FailOverClusters', actions: ['rds:FailoverDBCluster'], resources: arns },
  ],
  'aws:elasticache:replicationgroup-interrupt-az-power': ({ cluster: { region, account, environment } }) => [
    FIND_BY_TAG,
    see('SeeCaches', 'elasticache:DescribeReplicationGroups'),
    {
      id: 'InterruptCaches',
      actions: ['elasticache:InterruptClusterAzPower'],
      resources: [`arn:aws:elasticache:${region}:${account}:replicationgroup:*`],
      when: { StringEquals: { 'aws:ResourceTag/environment': environment } },
    },
  ],
};

/** FIS delivers its log as other services do (FIS User Guide, experiment logging). */
const WRITE_LOG = see(
  'WriteLog',
  'logs:CreateLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:PutResourcePolicy',
);

/**
 * What an experiment needs, and no more.
 *
 * @throws Error for an action that nobody has said the permissions of
 */
export function permissionsOf({ faults }: Experiment, place: FaultPlace): readonly Permission[] {
  const byId = new Map<string, Permission>([[WRITE_LOG.id, WRITE_LOG]]);
  for (const action of new Set(faults.map((fault) => fault.action))) {
    const grants = GRANTS[action];
    if (!grants) throw new Error(`no permission is known for ${action}`);
    const arns = faults.flatMap(({ action: own, target: { which } }) => (own === action && which.by === 'arns' ? which.arns : []));
    for (const permission of grants(place, arns)) byId.set(permission.id, permission);
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
