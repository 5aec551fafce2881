import { type Cluster, databaseArn, type ManagedDatabase } from '../../model';
import { all, type CallProps, type Condition, isThere, not } from './asl';

type Look = Pick<CallProps, 'action' | 'with' | 'select'>;

/** A database as it is seen in one region. */
export interface Copy {
  readonly look: Look;
  /** It may be written to here. */
  readonly writes: Condition;
  /** It follows the other region, and could take over from it. */
  readonly follows: Condition;
}

const is = (path: string, text: string): Condition => all(isThere(path), { Variable: path, StringEquals: text });

/** How a product is seen in a region. Names of fields begin like words, `DbInstances`, where the SDK for Java begins with an acronym. */
export function copyIn(cluster: Cluster, { product, server }: ManagedDatabase): Copy {
  if (product === 'rds') {
    const source = '$.seen.server.ReadReplicaSourceDBInstanceIdentifier';
    const available = is('$.seen.server.DbInstanceStatus', 'available');
    return {
      look: {
        action: 'aws-sdk:rds:describeDBInstances',
        with: { DbInstanceIdentifier: server },
        select: { 'server.$': '$.DbInstances[0]' },
      },
      writes: all(available, not(isThere(source))),
      // While it is backed up it refuses to be promoted, and says so by its status.
      follows: all(available, isThere(source)),
    };
  }
  if (product === 'elasticache') {
    const available = is('$.seen.group.Status', 'available');
    const role = '$.seen.group.GlobalReplicationGroupInfo.GlobalReplicationGroupMemberRole';
    return {
      look: {
        action: 'aws-sdk:elasticache:describeReplicationGroups',
        with: { ReplicationGroupId: server },
        select: { 'group.$': '$.ReplicationGroups[0]' },
      },
      writes: all(available, is(role, 'PRIMARY')),
      follows: all(available, is(role, 'SECONDARY')),
    };
  }
  const own = databaseArn('cluster', cluster, server);
  const service = product === 'documentdb' ? 'docdb' : 'rds';
  const writer = '$.seen.writers[0]';
  const available = is('$.seen.status', 'available');
  return {
    look: {
      action: `aws-sdk:${service}:describeGlobalClusters`,
      with: { GlobalClusterIdentifier: server },
      select: {
        'status.$': '$.GlobalClusters[0].Status',
        'writers.$': '$.GlobalClusters[0].GlobalClusterMembers[?(@.IsWriter == true)].DbClusterArn',
        'members.$': 'States.ArrayLength($.GlobalClusters[0].GlobalClusterMembers)',
      },
    },
    writes: all(is(writer, own), available),
    follows: all(isThere(writer), not(is(writer, own)), available, { Variable: '$.seen.members', NumericGreaterThanEquals: 2 }),
  };
}
