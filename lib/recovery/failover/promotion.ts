import { databaseArn, type FailoverPlan, type ManagedDatabase, writerText } from '../../model';
import { again, all, type Branch, type Condition, choose, enter, isThere, loop, not, pause, type States } from './asl';
import { copyIn } from './copies';
import { askResolvers, resolversSay } from './probe';
import { type Aim, roundsOf, soon, until } from './until';

export interface PromotionProps {
  readonly plan: FailoverPlan;
  readonly database: ManagedDatabase;
  /** The longest that the product takes, in seconds. */
  readonly worstSeconds: number;
  /** Id of the Global Datastore, which AWS chooses. */
  readonly datastoreId: string;
  readonly connectionArn: string;
}

/** Makes the copy of a database writable. */
export function promotion({ plan, database, worstSeconds, datastoreId, connectionArn }: PromotionProps): Branch {
  const { name } = database;
  const { StartAt, States } = until({ step: 'promote', name, aim: aimOf(plan, database, datastoreId), ...soon(plan, worstSeconds) });
  if (database.replication.value !== 'readReplica') return { StartAt, States };
  return { StartAt: enter(`No pod starts: ${name}`), States: { ...untilNoPodStarts(plan, name, connectionArn), ...States } };
}

/**
 * The source of a read replica is left as it was, and its region may come back at any moment. Pods that start there ask who writes; those
 * that started before the answer changed are shut out by the guard's next look, within a lease. Until both have passed, nothing else writes.
 */
function untilNoPodStarts(
  { primary, recovery, writerHost, settings, limits }: FailoverPlan,
  database: string,
  connectionArn: string,
): States {
  const name = `No pod starts: ${database}`;
  const [ask, told, rest] = [`Ask who writes: ${database}`, `Is it known?: ${database}`, `Let a lease pass: ${database}`];
  return {
    ...loop({
      name,
      first: ask,
      rounds: roundsOf(limits.writerKnown, settings.pollSeconds),
      pauseSeconds: settings.pollSeconds,
      exhausted: `Failed: ${database}`,
    }),
    [ask]: askResolvers(`Writer for ${database}`, connectionArn, writerHost, told),
    [told]: choose([[resolversSay(writerText(recovery.region), writerText(primary.region)), rest]], again(name)),
    [rest]: pause(settings.lease.value, enter(database)),
  };
}

/** The call that makes a copy of RDS a server of its own. */
export const promoteReplica = ({ server, backupDays }: ManagedDatabase) => ({
  action: 'aws-sdk:rds:promoteReadReplica',
  with: { DbInstanceIdentifier: server, BackupRetentionPeriod: backupDays.value },
});

function aimOf({ recovery }: FailoverPlan, database: ManagedDatabase, datastoreId: string): Aim {
  const { product, server } = database;
  const { look, writes, follows } = copyIn(recovery, database);
  if (product === 'rds') return { look, done: writes, act: { ready: follows, call: promoteReplica(database) } };
  if (product === 'elasticache')
    return {
      // The group of the other region may be gone: this one is told by what both belong to.
      look: {
        action: 'aws-sdk:elasticache:describeGlobalReplicationGroups',
        with: { GlobalReplicationGroupId: datastoreId, ShowMemberInfo: true },
        select: {
          'status.$': '$.GlobalReplicationGroups[0].Status',
          'writers.$': "$.GlobalReplicationGroups[0].Members[?(@.Role == 'PRIMARY')].ReplicationGroupRegion",
        },
      },
      done: writerIs(recovery.region),
      act: {
        ready: { Variable: '$.seen.status', StringMatches: 'available*' },
        call: moveDatastore(datastoreId, recovery.region, server),
      },
    };
  const own = databaseArn('cluster', recovery, server);
  return {
    look,
    done: writes,
    act: {
      ready: all(not(writerIs(own)), { Variable: '$.seen.status', StringEquals: 'available' }),
      call: {
        action: `aws-sdk:${product === 'documentdb' ? 'docdb' : 'rds'}:failoverGlobalCluster`,
        with: { GlobalClusterIdentifier: server, TargetDbClusterIdentifier: own, AllowDataLoss: true },
      },
    },
  };
}

/** The call that makes another region the writer of a Global Datastore. */
export const moveDatastore = (datastoreId: string, region: string, server: string) => ({
  action: 'aws-sdk:elasticache:failoverGlobalReplicationGroup',
  with: { GlobalReplicationGroupId: datastoreId, PrimaryRegion: region, PrimaryReplicationGroupId: server },
});

const writerIs = (value: string): Condition => all(isThere('$.seen.writers[0]'), { Variable: '$.seen.writers[0]', StringEquals: value });
