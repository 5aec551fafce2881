import { type Cluster, databaseArn, type FailoverPlan, keyAlias, type ManagedDatabase, regionStackName, serverPutAside } from '../../model';
import { aws, findDatastore, lookAtCopies, readLock } from './commands';
import { type Part, step } from './markdown';

/** How each kind of database is handed over, and comes to follow again. */

const named = ({ name, server }: ManagedDatabase) => `**${name}** (\`${server}\`)`;
const serviceOf = ({ product }: ManagedDatabase) => (product === 'documentdb' ? 'docdb' : 'rds');

/** Whether a database of a region follows the other one. */
export function looksLikeACopy({ region }: Cluster, database: ManagedDatabase): Part {
  const says = {
    rds: '`available`, and a source',
    elasticache: `\`available\`, and \`SECONDARY\` behind ${region}`,
    aurora: `\`available\`, both regions, and \`False\` behind ${region}`,
    documentdb: `\`available\`, both regions, and \`False\` behind ${region}`,
  }[database.product];
  return step(`${named(database)} follows when this says ${says}:`, lookAtCopies(region, database));
}

export interface Following {
  readonly steps: readonly Part[];
  /** What Terraform has to be told afterwards. */
  readonly known: readonly Part[];
}

/** Makes a database of a region follow the other one. Default: that of the recovery region, as every day. */
export function followAgain(
  plan: FailoverPlan,
  database: ManagedDatabase,
  to: Cluster = plan.recovery,
  from: Cluster = plan.primary,
): Following {
  const { product, server } = database;
  if (product === 'rds') return replica(plan, database, to, from);
  if (product === 'elasticache')
    return {
      known: [],
      steps: [
        looksLikeACopy(to, database),
        `A Global Datastore takes its old primary back by itself, once the region is well. Where ${to.region} was taken out of it by hand, it is a Redis of its own that nothing joins: keep what it holds, delete it, and let Terraform make it again.`,
        step(
          `Whether that is so: the lock must name ${from.region}, and the second line must say \`None\`.`,
          `${readLock(plan, to.region, 'writer')}
${aws(to.region, 'elasticache describe-replication-groups', `--replication-group-id ${server}`, "--query 'ReplicationGroups[0].GlobalReplicationGroupInfo' --output text")}`,
        ),
        step(
          'Only then keep what it holds as a snapshot, and delete it:',
          aws(
            to.region,
            'elasticache delete-replication-group',
            `--replication-group-id ${server} --final-snapshot-identifier "left-$(date -u +%Y%m%d%H%M)"`,
          ),
        ),
      ],
    };
  const service = serviceOf(database);
  return {
    known: [],
    steps: [
      looksLikeACopy(to, database),
      `AWS takes the old writer back by itself, once its region is well. Where a region was taken out of the global cluster by hand, what it holds may be more than was copied: keep it before anything replaces it.`,
      step(
        'Keep it:',
        aws(
          to.region,
          `${service} create-db-cluster-snapshot`,
          `--db-cluster-identifier ${server}`,
          `--db-cluster-snapshot-identifier "${server}-left-$(date -u +%Y%m%d%H%M)"`,
        ),
      ),
    ],
  };
}

/** What was a source cannot become a replica: it is put aside under another name, and stays until nobody misses what it may hold alone. */
function replica(plan: FailoverPlan, database: ManagedDatabase, to: Cluster, from: Cluster): Following {
  const { server, backupDays, port } = database;
  const stack = regionStackName(to.environment, to.region, 'data');
  const address = `aws_db_instance.databases_${database.name}_postgres_instance`;
  const one = `--db-instance-identifier ${server}`;
  return {
    steps: [
      looksLikeACopy(to, database),
      `It says no source, or there is no such server: the server of ${to.region} is put aside under the name that the machine gives it, and a replica of ${from.region} takes its name.`,
      step(
        `Never the one that writes: the lock must name ${from.region}. Then put the old server aside.`,
        `${readLock(plan, to.region, 'writer')}
EPOCH="$(${readLock(plan, to.region, 'epoch', 'N')})"
LEFT="${serverPutAside(server, '$EPOCH')}"
SERVER="$(${aws(to.region, 'rds describe-db-instances', `${one} --query 'DBInstances[0]' --output json`)})"
${aws(to.region, 'rds modify-db-instance', `${one} --new-db-instance-identifier "$LEFT" --apply-immediately`)}
sleep 120
${aws(to.region, 'rds wait db-instance-available', '--db-instance-identifier "$LEFT"')}`,
      ),
      step(
        'Make the replica, and wait (an hour for some hundred GiB is usual):',
        `${aws(
          to.region,
          'rds create-db-instance-read-replica',
          one,
          `--source-region ${from.region} --source-db-instance-identifier ${databaseArn('db', from, server)}`,
          '--db-instance-class "$(printf %s "$SERVER" | jq -r .DBInstanceClass)"',
          '--db-subnet-group-name "$(printf %s "$SERVER" | jq -r .DBSubnetGroup.DBSubnetGroupName)"',
          '--db-parameter-group-name "$(printf %s "$SERVER" | jq -r .DBParameterGroups[0].DBParameterGroupName)"',
          '--vpc-security-group-ids "$(printf %s "$SERVER" | jq -r .VpcSecurityGroups[0].VpcSecurityGroupId)"',
          `--port ${port} --multi-az --no-publicly-accessible --storage-type gp3`,
          '--enable-iam-database-authentication --copy-tags-to-snapshot --deletion-protection',
          `--kms-key-id ${keyAlias(to.name, 'data')}`,
        )}
${aws(to.region, 'rds wait db-instance-available', one)}
${aws(to.region, 'rds modify-db-instance', `${one} --backup-retention-period ${backupDays.value} --apply-immediately`)}`,
      ),
    ],
    known: [
      step(
        `${named(database)}: another server has the name now. Where the plan wants to make or replace it, tell Terraform:`,
        `npx holdfast deploy --plan-only --stack ${stack}
terraform -chdir=cdktf.out/stacks/${stack} state rm ${address}
terraform -chdir=cdktf.out/stacks/${stack} import ${address} ${server}
npx holdfast deploy --plan-only --stack ${stack}`,
      ),
    ],
  };
}

/** Hands a database to the primary region while nothing writes, by the call that loses nothing; or only looks, as a part of the way. */
export function handOver({ primary, recovery }: FailoverPlan, database: ManagedDatabase, how: 'do' | 'look' = 'do'): readonly Part[] {
  const { product, server, backupDays } = database;
  if (product === 'rds')
    return how === 'look'
      ? []
      : [
          step(
            `${named(database)}: promote the replica in ${primary.region}. It had everything when the lock changed hands.`,
            `${lookAtCopies(primary.region, database)}
${aws(primary.region, 'rds promote-read-replica', `--db-instance-identifier ${server} --backup-retention-period ${backupDays.value}`)}
sleep 60
${aws(primary.region, 'rds wait db-instance-available', `--db-instance-identifier ${server}`)}`,
          ),
        ];
  const look = step(`${named(database)} must be written to in ${primary.region}:`, lookAtCopies(recovery.region, database));
  if (how === 'look') return [look];
  if (product === 'elasticache')
    return [
      look,
      step(
        'It is not: turn the datastore round.',
        `${findDatastore(recovery.region, database)}
${aws(
  recovery.region,
  'elasticache failover-global-replication-group',
  '--global-replication-group-id "$DATASTORE"',
  `--primary-region ${primary.region} --primary-replication-group-id ${server}`,
)}`,
      ),
    ];
  return [
    look,
    step(
      'It is not: switch over. AWS waits until nothing is missing.',
      aws(
        recovery.region,
        `${serviceOf(database)} switchover-global-cluster`,
        `--global-cluster-identifier ${server}`,
        `--target-db-cluster-identifier ${databaseArn('cluster', primary, server)}`,
      ),
    ),
  ];
}
