import { databaseArn, type FailoverPlan, LOOK, type ManagedDatabase, writerText } from '../../model';
import {
  again,
  all,
  type Branch,
  type Condition,
  call,
  choose,
  enter,
  isThere,
  loop,
  not,
  onError,
  outcome,
  pause,
  type State,
  type States,
} from './asl';
import { askResolvers, resolversSay } from './probe';

/** How the copy of a product is seen, and made writable. All calls are of the region that takes over. */
interface Promotion {
  readonly look: Pick<Parameters<typeof call>[0], 'action' | 'with' | 'select'>;
  /** It may be written to. */
  readonly done: Condition;
  /** It may be told to. */
  readonly ready: Condition;
  readonly act: Pick<Parameters<typeof call>[0], 'action' | 'with'>;
}

export interface PromotionProps {
  readonly plan: FailoverPlan;
  readonly database: ManagedDatabase;
  /** The longest that the product takes, in seconds. */
  readonly worstSeconds: number;
  /** Id of the Global Datastore, which AWS chooses. */
  readonly datastoreId: string;
  readonly connectionArn: string;
}

/**
 * Makes the copy of a database writable: looks, acts where it is ready, and looks again until it may be written to. What was done before
 * is found done, so that it can be begun again at any time. Its outcome says whether it went well; it never ends the branches beside it.
 */
export function promotion({ plan, database, worstSeconds, datastoreId, connectionArn }: PromotionProps): Branch {
  const { pollSeconds } = plan.settings;
  const { name } = database;
  const { look, done, ready, act } = promotionOf(plan, database, datastoreId);
  const at = (what: string) => `${what}: ${name}`;
  const seen: State = call({ ...look, budget: LOOK, into: '$.seen', next: at('Is it writable?'), catch: [onError(again(name))] });
  const isLeftAlone = database.replication.value === 'readReplica';
  return {
    StartAt: isLeftAlone ? enter(at('No pod starts')) : enter(name),
    States: {
      ...(isLeftAlone ? untilNoPodStarts(plan, name, connectionArn) : {}),
      ...loop({
        name,
        first: at('Look'),
        rounds: Math.ceil(worstSeconds / pollSeconds) + 1,
        pauseSeconds: pollSeconds,
        exhausted: at('Failed'),
      }),
      [at('Look')]: seen,
      [at('Is it writable?')]: choose(
        [
          [done, at('Done')],
          [ready, at('Promote')],
        ],
        again(name),
      ),
      // Whether it took the call is seen at the next look, which is the next attempt, too.
      [at('Promote')]: call({ ...act, budget: LOOK, next: again(name), catch: [onError(again(name))] }),
      [at('Done')]: outcome('promote', name, true),
      [at('Failed')]: outcome('promote', name, false),
    },
  };
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
      rounds: Math.ceil(limits.writerKnown / settings.pollSeconds) + 1,
      pauseSeconds: settings.pollSeconds,
      exhausted: `Failed: ${database}`,
    }),
    [ask]: askResolvers(`Writer for ${database}`, connectionArn, writerHost, told),
    [told]: choose([[resolversSay(writerText(recovery.region), writerText(primary.region)), rest]], again(name)),
    [rest]: pause(settings.lease.value, enter(database)),
  };
}

function promotionOf(plan: FailoverPlan, database: ManagedDatabase, datastoreId: string): Promotion {
  const { recovery } = plan;
  const { product, server, backupDays } = database;
  if (product === 'rds') {
    // Where the SDK for Java begins a name with an acronym, Step Functions writes it like a word: DbInstances.
    const source = '$.seen.server.ReadReplicaSourceDBInstanceIdentifier';
    const available: Condition = { Variable: '$.seen.server.DbInstanceStatus', StringEquals: 'available' };
    return {
      look: {
        action: 'aws-sdk:rds:describeDBInstances',
        with: { DbInstanceIdentifier: server },
        select: { 'server.$': '$.DbInstances[0]' },
      },
      done: all(available, not(isThere(source))),
      // It refuses while it is backed up, and says so by its status.
      ready: all(available, isThere(source)),
      act: { action: 'aws-sdk:rds:promoteReadReplica', with: { DbInstanceIdentifier: server, BackupRetentionPeriod: backupDays.value } },
    };
  }
  if (product === 'elasticache') {
    const status: Condition = { Variable: '$.seen.status', StringMatches: 'available*' };
    return {
      look: {
        action: 'aws-sdk:elasticache:describeGlobalReplicationGroups',
        with: { GlobalReplicationGroupId: datastoreId, ShowMemberInfo: true },
        select: {
          'status.$': '$.GlobalReplicationGroups[0].Status',
          'writers.$': "$.GlobalReplicationGroups[0].Members[?(@.Role == 'PRIMARY')].ReplicationGroupRegion",
        },
      },
      done: writerIs(recovery.region),
      ready: status,
      act: {
        action: 'aws-sdk:elasticache:failoverGlobalReplicationGroup',
        with: { GlobalReplicationGroupId: datastoreId, PrimaryRegion: recovery.region, PrimaryReplicationGroupId: server },
      },
    };
  }
  const own = databaseArn('cluster', recovery, server);
  const service = product === 'documentdb' ? 'docdb' : 'rds';
  return {
    look: {
      action: `aws-sdk:${service}:describeGlobalClusters`,
      with: { GlobalClusterIdentifier: server },
      select: {
        'status.$': '$.GlobalClusters[0].Status',
        'writers.$': '$.GlobalClusters[0].GlobalClusterMembers[?(@.IsWriter == true)].DbClusterArn',
      },
    },
    done: all(writerIs(own), { Variable: '$.seen.status', StringEquals: 'available' }),
    ready: all(not(writerIs(own)), { Variable: '$.seen.status', StringEquals: 'available' }),
    act: {
      action: `aws-sdk:${service}:failoverGlobalCluster`,
      with: { GlobalClusterIdentifier: server, TargetDbClusterIdentifier: own, AllowDataLoss: true },
    },
  };
}

const writerIs = (value: string): Condition => all(isThere('$.seen.writers[0]'), { Variable: '$.seen.writers[0]', StringEquals: value });
