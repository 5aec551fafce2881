import { type Cluster, databaseArn, type FailoverPlan, LOOK, type ManagedDatabase, serverPutAside } from '../../model';
import { again, type Branch, type Condition, call, choose, onError, type States } from './asl';
import { copyIn } from './copies';
import { lockAt, readLock } from './lock';
import { roundsOf, until } from './until';

export interface FollowProps {
  readonly plan: FailoverPlan;
  readonly database: ManagedDatabase;
  /** The region whose database is to follow. */
  readonly cluster: Cluster;
  /** The region that writes. */
  readonly source: Cluster;
  /** Whether the lock, which is read once more, allows to put the server of this region aside. */
  readonly allowed: (asked: ReturnType<typeof lockAt>) => Condition;
}

/**
 * A copy is made of everything that there is: terabytes take hours. Looks are five minutes apart for half a day, which keeps the history
 * of an execution with ten databases below what it may hold (Step Functions Developer Guide, quotas: 25,000 events).
 */
const COPYING = { worstSeconds: 12 * 3600, pauseSeconds: 300 } as const;

/** RDS does not know a server. */
const MISSING = 'Rds.DbInstanceNotFoundException';
const ASKED = '$.asked';

/**
 * Lets a database follow the other region again. Global databases take their old writer back by themselves, once its region is well. A
 * server of RDS cannot: it is put aside under another name, with what it may hold alone, and a replica takes its name and its settings.
 */
export function follow({ plan, database, cluster, source, allowed }: FollowProps): Branch {
  const { name, product, server } = database;
  const { look, writes, follows } = copyIn(cluster, database);
  const looks = { rounds: roundsOf(COPYING.worstSeconds, COPYING.pauseSeconds), pauseSeconds: COPYING.pauseSeconds };
  if (product !== 'rds') return until({ step: 'follow', name, aim: { look, done: follows }, ...looks });
  const aside = { 'NewDBInstanceIdentifier.$': `States.Format('${serverPutAside(server, '{}')}', $.lock.Item.epoch.N)` };
  const missing = `Read its settings: ${name}`;
  const branch = until({
    step: 'follow',
    name,
    aim: {
      look,
      done: follows,
      act: {
        ready: writes,
        call: { action: 'aws-sdk:rds:modifyDBInstance', with: { DbInstanceIdentifier: server, ...aside, ApplyImmediately: true } },
      },
    },
    ...looks,
    before: (proceed, next) => stillAllowed(plan, name, allowed, proceed, next),
    unseen: [onError(missing, [MISSING])],
  });
  return { StartAt: branch.StartAt, States: { ...branch.States, ...copied(missing, name, server, databaseArn('db', source, server)) } };
}

/** Who writes may have changed while a copy was made: the one that writes is never put aside. */
function stillAllowed(
  { lockTable }: FailoverPlan,
  name: string,
  allowed: FollowProps['allowed'],
  proceed: string,
  next: string,
): { readonly first: string; readonly states: States } {
  const [read, may] = [`Read the lock: ${name}`, `May it be put aside?: ${name}`];
  return {
    first: read,
    states: {
      [read]: readLock(lockTable, may, [onError(next)], ASKED),
      [may]: choose([[allowed(lockAt(`${ASKED}.Item`)), proceed]], next),
    },
  };
}

/** A replica by the name that services know, with all that the server which was put aside was told. */
function copied(missing: string, name: string, server: string, sourceArn: string): States {
  const make = `Make a copy: ${name}`;
  const of = (field: string) => `$.seen.left.${field}`;
  return {
    [missing]: call({
      action: 'aws-sdk:rds:describeDBInstances',
      with: { 'DbInstanceIdentifier.$': `States.Format('${serverPutAside(server, '{}')}', $.lock.Item.epoch.N)` },
      budget: LOOK,
      select: { 'left.$': '$.DbInstances[0]' },
      into: '$.seen',
      next: make,
      catch: [onError(again(name))],
    }),
    [make]: call({
      action: 'aws-sdk:rds:createDBInstanceReadReplica',
      with: {
        DbInstanceIdentifier: server,
        SourceDBInstanceIdentifier: sourceArn,
        'DbInstanceClass.$': of('DbInstanceClass'),
        'DbSubnetGroupName.$': of('DbSubnetGroup.DbSubnetGroupName'),
        'DbParameterGroupName.$': of('DbParameterGroups[0].DbParameterGroupName'),
        'VpcSecurityGroupIds.$': of('VpcSecurityGroups[*].VpcSecurityGroupId'),
        'KmsKeyId.$': of('KmsKeyId'),
        'MultiAZ.$': of('MultiAZ'),
        'StorageType.$': of('StorageType'),
        'Port.$': of('Endpoint.Port'),
        'CaCertificateIdentifier.$': of('CaCertificateIdentifier'),
        'EnableIAMDatabaseAuthentication.$': of('IamDatabaseAuthenticationEnabled'),
        'EnableCloudwatchLogsExports.$': of('EnabledCloudwatchLogsExports'),
        'MonitoringInterval.$': of('MonitoringInterval'),
        'MonitoringRoleArn.$': of('MonitoringRoleArn'),
        'EnablePerformanceInsights.$': of('PerformanceInsightsEnabled'),
        'PerformanceInsightsKMSKeyId.$': of('PerformanceInsightsKMSKeyId'),
        'DeletionProtection.$': of('DeletionProtection'),
        'Tags.$': of('TagList'),
        AutoMinorVersionUpgrade: true,
        CopyTagsToSnapshot: true,
        PubliclyAccessible: false,
      },
      budget: LOOK,
      next: again(name),
      catch: [onError(again(name))],
    }),
  };
}
