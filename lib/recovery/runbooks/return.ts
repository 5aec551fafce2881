import { type Cluster, databaseArn, type FailoverPlan, keyAlias, type ManagedDatabase, type Product, regionStackName } from '../../model';
import { aws, findDatastore, lookAtCopies } from './commands';
import { type Part, step } from './markdown';

/** How each kind of database comes back: copied back, caught up, turned round, and copied the first way again. */

const named = ({ name, server }: ManagedDatabase) => `**${name}** (\`${server}\`)`;
const serviceOf = ({ product }: ManagedDatabase) => (product === 'documentdb' ? 'docdb' : 'rds');

/** Makes the region that was left a copy of the one that writes. */
export function seedBack(plan: FailoverPlan, database: ManagedDatabase): readonly Part[] {
  const { primary, recovery } = plan;
  if (database.product === 'rds') return seedReplica(recovery, primary, database);
  if (database.product === 'elasticache')
    return [
      `${named(database)}: a Global Datastore makes the old primary one a secondary by itself, once its region is back.`,
      step(
        `Wait until the line of ${primary.region} says \`SECONDARY\` and \`associated\`. It is not there: add it.`,
        lookAtCopies(recovery.region, database),
      ),
      step(
        'It is a Redis of its own that nothing follows: what it holds is old. Delete it, and let Terraform make it again as a copy.',
        `${aws(primary.region, 'elasticache describe-replication-groups', `--replication-group-id ${database.server}`, "--query 'ReplicationGroups[0].[Status,GlobalReplicationGroupInfo]'")}
${aws(
  primary.region,
  'elasticache delete-replication-group',
  `--replication-group-id ${database.server} --final-snapshot-identifier "left-$(date -u +%Y%m%d%H%M)"`,
)}`,
      ),
    ];
  const service = serviceOf(database);
  return [
    `${named(database)}: a failover that AWS managed takes the old primary cluster back by itself, as one that follows.`,
    step(
      `Wait until both regions are listed, ${recovery.region} with \`True\`, and the state is \`available\`.`,
      lookAtCopies(recovery.region, database),
    ),
    step(
      `${primary.region} is not listed, because ${recovery.region} was taken out of the global cluster by hand: keep what it holds, which may be more than was copied, before anything replaces it.`,
      aws(
        primary.region,
        `${service} create-db-cluster-snapshot`,
        `--db-cluster-identifier ${database.server}`,
        `--db-cluster-snapshot-identifier "${database.server}-left-$(date -u +%Y%m%d%H%M)"`,
      ),
    ),
  ];
}

/** The same in the direction of every day. */
export function seedThere(plan: FailoverPlan, database: ManagedDatabase): readonly Part[] {
  const { primary, recovery } = plan;
  if (database.product === 'rds') return seedReplica(primary, recovery, database);
  return [step(`${named(database)}: ${recovery.region} must be listed as one that follows.`, lookAtCopies(primary.region, database))];
}

/** A read replica is made anew: what was a source cannot become one. The old server is kept, under another name, until nobody misses it. */
function seedReplica(from: Cluster, to: Cluster, database: ManagedDatabase): readonly Part[] {
  const { server, backupDays, port } = database;
  const stack = regionStackName(to.environment, to.region, 'data');
  const address = `aws_db_instance.databases_${database.name}_postgres_instance`;
  const one = `--db-instance-identifier ${server}`;
  return [
    `${named(database)}: the server in ${to.region} was left as it was, and may hold writes of its last minutes that were never copied. It gives its name to a new replica of ${from.region}, and stays.`,
    step(
      'Note how it is set up, and give it another name:',
      `SERVER="$(${aws(to.region, 'rds describe-db-instances', `${one} --query 'DBInstances[0]' --output json`)})"
LEFT="${server}-left-$(date -u +%Y%m%d)"
${aws(to.region, 'rds modify-db-instance', `${one} --new-db-instance-identifier "$LEFT" --apply-immediately`)}
sleep 120
${aws(to.region, 'rds wait db-instance-available', '--db-instance-identifier "$LEFT"')}`,
    ),
    step(
      `Make the replica under the old name, and wait (an hour for some hundred GiB is usual; it is no outage):`,
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
    step(
      'Tell Terraform that another server has the name now; the plan must not want to make or replace it:',
      `npx holdfast deploy --plan-only --stack ${stack}
terraform -chdir=cdktf.out/stacks/${stack} state rm ${address}
terraform -chdir=cdktf.out/stacks/${stack} import ${address} ${server}
npx holdfast deploy --plan-only --stack ${stack}`,
    ),
  ];
}

/** Metrics that say how far a copy is behind, each in the words of its product (RDS, DocumentDB and ElastiCache documentation). */
const LAG: Readonly<Record<Product, string>> = {
  rds: 'ReplicaLag',
  aurora: 'AuroraGlobalDBReplicationLag',
  documentdb: 'GlobalClusterReplicationLag',
  elasticache: 'GlobalDatastoreReplicationLag',
};

/** Nothing writes any more: what is not there yet arrives now. */
export function isCaughtUp({ primary, recovery }: FailoverPlan, database: ManagedDatabase): readonly Part[] {
  const search = `SEARCH('MetricName="${LAG[database.product]}" ${database.server}', 'Maximum', 60)`;
  const query = JSON.stringify([{ Id: 'lag', Expression: search }]).replaceAll("'", "'\\''");
  return [
    step(
      `${named(database)}: the lag of the copy in ${primary.region} must be what it is with nothing to do, such as 0. One of the regions knows it:`,
      `for REGION in ${primary.region} ${recovery.region}; do
  aws cloudwatch get-metric-data --region "$REGION" \\
    --start-time "$(date -u -d '10 minutes ago' +%Y-%m-%dT%H:%M:%SZ)" --end-time "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \\
    --metric-data-queries '${query}' \\
    --query 'MetricDataResults[].[Label,Values[0]]' --output text
done`,
    ),
  ];
}

/** Turns the direction while nothing writes, by the call that waits until everything has been copied. */
export function returnHome({ primary, recovery }: FailoverPlan, database: ManagedDatabase): readonly Part[] {
  const { product, server, backupDays } = database;
  if (product === 'rds')
    return [
      step(
        `${named(database)}: promote the replica in ${primary.region}. Nothing writes and the lag is 0, so it has everything.`,
        `${aws(primary.region, 'rds promote-read-replica', `--db-instance-identifier ${server} --backup-retention-period ${backupDays.value}`)}
sleep 60
${aws(primary.region, 'rds wait db-instance-available', `--db-instance-identifier ${server}`)}`,
      ),
    ];
  if (product === 'elasticache')
    return [
      step(
        `${named(database)}: turn the datastore round, and wait until ${primary.region} says \`PRIMARY\`.`,
        `${findDatastore(recovery.region, database)}
${aws(
  recovery.region,
  'elasticache failover-global-replication-group',
  '--global-replication-group-id "$DATASTORE"',
  `--primary-region ${primary.region} --primary-replication-group-id ${server}`,
)}`,
      ),
      step('Until then:', lookAtCopies(recovery.region, database)),
    ];
  const service = serviceOf(database);
  return [
    step(
      `${named(database)}: switch over; AWS waits until nothing is missing. Then wait until ${primary.region} says \`True\`.`,
      aws(
        recovery.region,
        `${service} switchover-global-cluster`,
        `--global-cluster-identifier ${server}`,
        `--target-db-cluster-identifier ${databaseArn('cluster', primary, server)}`,
      ),
    ),
    step('Until then:', lookAtCopies(recovery.region, database)),
  ];
}
