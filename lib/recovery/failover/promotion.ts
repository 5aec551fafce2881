import { databaseArn, type FailoverPlan, LOOK, type ManagedDatabase } from '../../model';
import { again, all, type Branch, type Condition, call, choose, enter, isThere, loop, not, onError, outcome, type State } from './asl';

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
}

/**
 * Makes the copy of a database writable: looks, acts where it is ready, and looks again until it may be written to. What was done before
 * is found done, so that it can be begun again at any time. Its outcome says whether it went well; it never ends the branches beside it.
 */
export function promotion({ plan, database, worstSeconds, datastoreId }: PromotionProps): Branch {
  const { pollSeconds } = plan.settings;
  const { name } = database;
  const { look, done, ready, act } = promotionOf(plan, database, datastoreId);
  const at = (what: string) => `${what}: ${name}`;
  const seen: State = call({ ...look, budget: LOOK, into: '$.seen', next: at('Is it writable?'), catch: [onError(again(name))] });
  return {
    StartAt: enter(name),
    States: {
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
