import { type Cluster, databaseStoreKey, keyAlias, type ManagedDatabase, managedDatabases, type Platform } from '../../../model';
import { aws, signIn } from '../commands';
import { contacts } from '../contacts';
import { type Part, runbook, step } from '../markdown';
import { besideName, clustersWith, whatIsLost } from './beside';

const isCache = ({ product }: ManagedDatabase) => product === 'elasticache';

/** A daily snapshot of a managed Redis, restored beside the one that runs. Undefined where there is none. */
export function cacheRestore(platform: Platform): string | undefined {
  const clusters = clustersWith(platform, isCache);
  if (clusters.length === 0) return undefined;
  return runbook(platform.name, 'Restore a Redis', [
    'Keys were lost or spoilt, and every copy has followed. AWS keeps daily snapshots: what was written since the last one is gone. A zone or a region that is lost is no reason to restore: copies take over.',
    whatIsLost,
    ...clusters.flatMap((cluster) => [
      `## ${cluster.name}`,
      contacts(platform, cluster.environment),
      step('Sign in:', signIn(cluster)),
      ...managedDatabases(platform, cluster)
        .filter(isCache)
        .flatMap((database) => restoreOf(platform, cluster, database)),
    ]),
  ]);
}

function restoreOf({ name: platform }: Platform, cluster: Cluster, { name, server, port }: ManagedDatabase): Part[] {
  const { region, environment, namespace } = cluster;
  const beside = besideName(server, 'cache');
  const secret = databaseStoreKey(platform, environment, name);
  return [
    `### ${cluster.name}: ${name}`,
    step(
      'Its snapshots:',
      aws(
        region,
        'elasticache describe-snapshots',
        `--replication-group-id ${server}`,
        "--query 'Snapshots[].[SnapshotName,SnapshotStatus,NodeSnapshots[0].SnapshotCreateTime]' --output text",
      ),
    ),
    step(
      'Make a second one from the last good snapshot, set up like the running one, and wait:',
      `SNAPSHOT='its name'
MEMBER="$(${aws(region, 'elasticache describe-replication-groups', `--replication-group-id ${server} --query 'ReplicationGroups[0].MemberClusters[0]' --output text`)})"
read -r CLASS SUBNETS GROUP <<END
$(${aws(
        region,
        'elasticache describe-cache-clusters',
        '--cache-cluster-id "$MEMBER"',
        "--query 'CacheClusters[0].[CacheNodeType,CacheSubnetGroupName,SecurityGroups[0].SecurityGroupId]' --output text",
      )})
END
${aws(
  region,
  'elasticache create-replication-group',
  `--replication-group-id ${beside} --replication-group-description "${name} as it was"`,
  '--snapshot-name "$SNAPSHOT" --cache-node-type "$CLASS" --cache-subnet-group-name "$SUBNETS" --security-group-ids "$GROUP"',
  `--num-cache-clusters 2 --automatic-failover-enabled --multi-az-enabled --port ${port}`,
  `--at-rest-encryption-enabled --kms-key-id ${keyAlias(cluster.name, 'data')}`,
  '--transit-encryption-enabled --transit-encryption-mode required',
)}
${aws(region, 'elasticache wait replication-group-available', `--replication-group-id ${beside}`)}
RESTORED="$(${aws(region, 'elasticache describe-replication-groups', `--replication-group-id ${beside} --query 'ReplicationGroups[0].NodeGroups[0].PrimaryEndpoint.Address' --output text`)})"`,
    ),
    step(
      'Some keys are missing: copy them over, from a pod with redis-cli that reaches both. Keys that are there stay as they are.',
      `PATTERN='cart:*'
RUNNING="$(${aws(region, 'secretsmanager get-secret-value', `--secret-id ${secret} --query SecretString --output text`)} | jq -r .host)"
redis-cli --tls -h "$RESTORED" -p ${port} --scan --pattern "$PATTERN" | while read -r KEY; do
  redis-cli --tls -h "$RESTORED" -p ${port} --raw DUMP "$KEY" | head -c -1 | redis-cli --tls -h "$RUNNING" -p ${port} -x RESTORE "$KEY" 0
done`,
    ),
    step(
      'Everything is lost: send the services to the restored one. The next deployment writes the old address back, so do it when the old one holds the data again.',
      `${aws(
        region,
        'secretsmanager put-secret-value',
        `--secret-id ${secret}`,
        `--secret-string "$(jq -cn --arg host "$RESTORED" --argjson port ${port} '{host: $host, port: $port, address: "\\($host):\\($port),ssl=true"}')"`,
      )}
kubectl --context ${cluster.name} --namespace ${namespace} annotate externalsecrets --all force-sync="$(date +%s)" --overwrite`,
    ),
    step(
      'Away with it when nobody needs it any more:',
      aws(region, 'elasticache delete-replication-group', `--replication-group-id ${beside}`),
    ),
  ];
}
