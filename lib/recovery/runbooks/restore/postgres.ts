import {
  type Cluster,
  databaseArn,
  databaseSchema,
  databaseStoreKey,
  type ManagedDatabase,
  managedDatabases,
  type Platform,
} from '../../../model';
import { aws, signIn } from '../commands';
import { contacts } from '../contacts';
import { type Part, runbook, step } from '../markdown';
import { besideName, clustersWith, whatIsLost } from './beside';
import { fromVault } from './vault';

const isPostgres = ({ product }: ManagedDatabase) => product === 'rds' || product === 'aurora';

/** A moment of a PostgreSQL of AWS, restored beside the one that runs. Undefined where there is none. */
export function postgresRestore(platform: Platform): string | undefined {
  const clusters = clustersWith(platform, isPostgres);
  if (clusters.length === 0) return undefined;
  return runbook(platform.name, 'Restore a PostgreSQL', [
    'A row, a table or everything was lost or spoilt by somebody, and the copy in the other region has followed. AWS keeps every change: a second server is made as it was at a moment, beside the one that runs, and what is missing is copied over. Nothing is replaced before somebody has looked.',
    whatIsLost,
    ...clusters.flatMap((cluster) => [
      `## ${cluster.name}`,
      contacts(platform, cluster.environment),
      step('Sign in:', signIn(cluster)),
      ...managedDatabases(platform, cluster)
        .filter(isPostgres)
        .flatMap((database) => restoreOf(platform, cluster, database)),
    ]),
  ]);
}

function restoreOf(platform: Platform, cluster: Cluster, database: ManagedDatabase): Part[] {
  const { name, product, backupDays } = database;
  return [
    `### ${cluster.name}: ${name}`,
    `${product === 'aurora' ? 'Aurora' : 'RDS'}, \`${database.server}\`; any moment of the last ${backupDays.value} days, up to five minutes ago.`,
    ...(product === 'aurora' ? aurora(cluster, database) : instance(cluster, database)),
    ...copyOver(platform, cluster, database),
    ...fromVault(platform, cluster, database),
  ];
}

function instance({ region }: Cluster, { server }: ManagedDatabase): Part[] {
  const one = `--db-instance-identifier ${server}`;
  const beside = besideName(server);
  const setUp =
    "--query 'DBInstances[0].[LatestRestorableTime,DBSubnetGroup.DBSubnetGroupName,DBParameterGroups[0].DBParameterGroupName,VpcSecurityGroups[0].VpcSecurityGroupId]'";
  return [
    step(
      'How far it can go, and how the running one is set up:',
      `read -r LATEST SUBNETS PARAMETERS GROUP <<END
$(${aws(region, 'rds describe-db-instances', `${one} ${setUp} --output text`)})
END
echo "$LATEST"`,
    ),
    step(
      'Make the second one, as it was at the last good moment (UTC), and wait:',
      `MOMENT='2026-01-31T12:34:56Z'
${aws(
  region,
  'rds restore-db-instance-to-point-in-time',
  `--source-db-instance-identifier ${server} --target-db-instance-identifier ${beside}`,
  '--restore-time "$MOMENT"',
  '--db-subnet-group-name "$SUBNETS" --db-parameter-group-name "$PARAMETERS" --vpc-security-group-ids "$GROUP"',
  '--no-multi-az --no-publicly-accessible --enable-iam-database-authentication',
)}
${aws(region, 'rds wait db-instance-available', `--db-instance-identifier ${beside}`)}`,
    ),
    step(
      'Where it is:',
      `RESTORED="$(${aws(region, 'rds describe-db-instances', `--db-instance-identifier ${beside} --query 'DBInstances[0].Endpoint.Address' --output text`)})"`,
    ),
    step(
      'Away with it when nobody needs it any more:',
      aws(region, 'rds delete-db-instance', `--db-instance-identifier ${beside} --skip-final-snapshot --delete-automated-backups`),
    ),
  ];
}

function aurora({ region }: Cluster, { server }: ManagedDatabase): Part[] {
  const beside = besideName(server);
  const setUp =
    "--query 'DBClusters[0].[LatestRestorableTime,DBSubnetGroup,DBClusterParameterGroup,VpcSecurityGroups[0].VpcSecurityGroupId,EngineVersion]'";
  return [
    step(
      'How far it can go, and how the running one is set up:',
      `read -r LATEST SUBNETS PARAMETERS GROUP VERSION <<END
$(${aws(region, 'rds describe-db-clusters', `--db-cluster-identifier ${server} ${setUp} --output text`)})
END
CLASS="$(${aws(region, 'rds describe-db-instances', `--db-instance-identifier ${server}-1 --query 'DBInstances[0].DBInstanceClass' --output text`)})"
echo "$LATEST $VERSION"`,
    ),
    step(
      'Make the second one, as it was at the last good moment (UTC), and wait. It belongs to no global database:',
      `MOMENT='2026-01-31T12:34:56Z'
${aws(
  region,
  'rds restore-db-cluster-to-point-in-time',
  `--source-db-cluster-identifier ${server} --db-cluster-identifier ${beside}`,
  '--restore-to-time "$MOMENT"',
  '--db-subnet-group-name "$SUBNETS" --db-cluster-parameter-group-name "$PARAMETERS" --vpc-security-group-ids "$GROUP"',
  '--enable-iam-database-authentication',
)}
${aws(
  region,
  'rds create-db-instance',
  `--db-instance-identifier ${beside}-1 --db-cluster-identifier ${beside}`,
  '--engine aurora-postgresql --db-instance-class "$CLASS" --no-publicly-accessible',
)}
${aws(region, 'rds wait db-instance-available', `--db-instance-identifier ${beside}-1`)}`,
    ),
    step(
      'Where it is:',
      `RESTORED="$(${aws(region, 'rds describe-db-clusters', `--db-cluster-identifier ${beside} --query 'DBClusters[0].Endpoint' --output text`)})"`,
    ),
    step(
      'Away with it when nobody needs it any more:',
      `${aws(region, 'rds delete-db-instance', `--db-instance-identifier ${beside}-1 --skip-final-snapshot`)}
${aws(region, 'rds delete-db-cluster', `--db-cluster-identifier ${beside} --skip-final-snapshot`)}`,
    ),
  ];
}

/** From a pod, since nothing else reaches a data subnet; the image is the one that PostgreSQL publishes. */
function copyOver({ name: platform }: Platform, cluster: Cluster, { name, server, port, product }: ManagedDatabase): Part[] {
  const { region, environment } = cluster;
  const schema = databaseSchema(name);
  const resource = product === 'aurora' ? databaseArn('cluster', cluster, server) : databaseArn('db', cluster, server);
  return [
    step(
      'Log in to both as a user that may read and write, such as the one of the service. Look first:',
      `RUNNING="$(${aws(region, 'secretsmanager get-secret-value', `--secret-id ${databaseStoreKey(platform, environment, name)} --query SecretString --output text`)} | jq -r .host)"
psql "host=$RESTORED port=${port} dbname=${schema} sslmode=require" --command '\\dt+'
psql "host=$RUNNING port=${port} dbname=${schema} sslmode=require" --command '\\dt+'`,
    ),
    step(
      'Copy a table over that is lost; for rows, copy it under another name and insert what is missing:',
      `TABLE='its name'
pg_dump "host=$RESTORED port=${port} dbname=${schema} sslmode=require" --table "$TABLE" --format custom --file lost.dump
pg_restore --dbname "host=$RUNNING port=${port} dbname=${schema} sslmode=require" --single-transaction lost.dump`,
    ),
    `Everything is lost, and the whole of it must go back: stop what writes, and restore the dump of all tables with \`--clean\`. The server keeps its name, its copies and its backups; replacing it would cost all three (\`${resource}\`).`,
  ];
}
