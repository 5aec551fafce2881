import { type Cluster, databaseSchema, databaseStoreKey, type ManagedDatabase, managedDatabases, type Platform } from '../../../model';
import { aws, signIn, until } from '../commands';
import { contacts } from '../contacts';
import { type Part, runbook, step } from '../markdown';
import { besideName, clustersWith, whatIsLost } from './beside';
import { fromVault } from './vault';

const isDocuments = ({ product }: ManagedDatabase) => product === 'documentdb';

/** A moment of a DocumentDB, restored beside the one that runs. Undefined where there is none. */
export function documentsRestore(platform: Platform): string | undefined {
  const clusters = clustersWith(platform, isDocuments);
  if (clusters.length === 0) return undefined;
  return runbook(platform.name, 'Restore a DocumentDB', [
    'Documents were lost or spoilt, and the copy in the other region has followed. A second cluster is made as it was at a moment, beside the one that runs, and what is missing is copied over.',
    whatIsLost,
    ...clusters.flatMap((cluster) => [
      `## ${cluster.name}`,
      contacts(platform, cluster.environment),
      step('Sign in:', signIn(cluster)),
      ...managedDatabases(platform, cluster)
        .filter(isDocuments)
        .flatMap((database) => restoreOf(platform, cluster, database)),
    ]),
  ]);
}

function restoreOf(platform: Platform, at: Cluster, database: ManagedDatabase): Part[] {
  const { name: cluster, region, environment } = at;
  const { name, server, backupDays, port } = database;
  const beside = besideName(server);
  const schema = databaseSchema(name);
  const setUp = "--query 'DBClusters[0].[LatestRestorableTime,DBSubnetGroup,VpcSecurityGroups[0].VpcSecurityGroupId]'";
  const options = `--ssl --db ${schema} --username "$USER_NAME"`;
  return [
    `### ${cluster}: ${name}`,
    `DocumentDB, \`${server}\`; any moment of the last ${backupDays.value} days, up to five minutes ago.`,
    step(
      'How far it can go, and how the running one is set up:',
      `read -r LATEST SUBNETS GROUP <<END
$(${aws(region, 'docdb describe-db-clusters', `--db-cluster-identifier ${server} ${setUp} --output text`)})
END
CLASS="$(${aws(region, 'docdb describe-db-instances', `--db-instance-identifier ${server}-1 --query 'DBInstances[0].DBInstanceClass' --output text`)})"
echo "$LATEST"`,
    ),
    step(
      'Make the second one, as it was at the last good moment (UTC), and wait:',
      `MOMENT='2026-01-31T12:34:56Z'
${aws(
  region,
  'docdb restore-db-cluster-to-point-in-time',
  `--source-db-cluster-identifier ${server} --db-cluster-identifier ${beside}`,
  '--restore-to-time "$MOMENT" --db-subnet-group-name "$SUBNETS" --vpc-security-group-ids "$GROUP"',
)}
${aws(
  region,
  'docdb create-db-instance',
  `--db-instance-identifier ${beside}-1 --db-cluster-identifier ${beside} --engine docdb --db-instance-class "$CLASS"`,
)}
${until(aws(region, 'docdb describe-db-instances', `--db-instance-identifier ${beside}-1 --query 'DBInstances[0].DBInstanceStatus' --output text`), 'available', 30)}
RESTORED="$(${aws(region, 'docdb describe-db-clusters', `--db-cluster-identifier ${beside} --query 'DBClusters[0].Endpoint' --output text`)})"`,
    ),
    step(
      'Copy a collection over that is lost, from a pod that reaches both; the password is asked for. For single documents restore it under another name, and insert what is missing.',
      `USER_NAME='a user that may read and write'
COLLECTION='its name'
RUNNING="$(${aws(region, 'secretsmanager get-secret-value', `--secret-id ${databaseStoreKey(platform.name, environment, name)} --query SecretString --output text`)} | jq -r .host)"
mongodump --host "$RESTORED:${port}" ${options} --collection "$COLLECTION" --archive=lost.archive
mongorestore --host "$RUNNING:${port}" ${options} --archive=lost.archive`,
    ),
    step(
      'Away with it when nobody needs it any more:',
      `${aws(region, 'docdb delete-db-instance', `--db-instance-identifier ${beside}-1`)}
${aws(region, 'docdb delete-db-cluster', `--db-cluster-identifier ${beside} --skip-final-snapshot`)}`,
    ),
    ...fromVault(platform, at, database),
  ];
}
