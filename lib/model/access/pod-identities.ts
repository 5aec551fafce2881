import { EXTERNAL_SECRETS, MONITORING_NAMESPACE, roleName, storeKey } from '../names';
import type { Cluster, Platform } from '../platform';
import { COLLECTORS, containerLogGroup, NODE_LOGS_NAMESPACE } from '../telemetry/names';
import {
  AUTOSCALER,
  BACKUP_CONTROLLER,
  backups,
  LOAD_BALANCER_CONTROLLER,
  loadBalancers,
  nodeScaling,
  VOLUME_CONTROLLER,
} from './controllers';
import { useOfKey } from './permission';
import type { PodIdentity } from './pod-identity';
import { storeIdentities } from './stores';

/** Accounts that charts make, and no manifest of ours: whoever installs the chart names them so. */
export const CHART_ACCOUNTS = [AUTOSCALER, BACKUP_CONTROLLER, EXTERNAL_SECRETS, LOAD_BALANCER_CONTROLLER, VOLUME_CONTROLLER] as const;

/** Role that the pods of an identity get; its ARN follows from the model. */
export const podRoleName = (cluster: Cluster, { name }: PodIdentity) => roleName(cluster.name, name);

/** Every workload of a cluster that needs AWS, services and controllers alike, in the order of their names. */
export function podIdentities(platform: Platform, cluster: Cluster): readonly PodIdentity[] {
  return [
    ...secretReader(platform, cluster),
    ...metricsWriter(platform, cluster),
    ...logWriter(platform, cluster),
    ...controllers(platform, cluster),
    ...storeIdentities(platform, cluster),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Secrets are read one by one, by a whole name: neither listing nor batches, which AWS does not limit to a prefix. */
function secretReader(platform: Platform, cluster: Cluster): PodIdentity[] {
  // Vault keeps its own roles.
  if (cluster.secretStore.backend.provider !== 'awsSecretsManager') return [];
  const { region, account, environment } = cluster;
  return [
    {
      name: 'secret-reader',
      ...EXTERNAL_SECRETS,
      because: 'copies the secrets of the environment into the cluster',
      permissions: [
        {
          id: 'ReadSecretsOfEnvironment',
          actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
          resources: [`arn:aws:secretsmanager:${region}:${account}:secret:${storeKey(platform.name, environment, '*')}`],
        },
        useOfKey(cluster, 'secrets', 'secretsmanager', ['kms:Decrypt']),
      ],
    },
  ];
}

/** Each Prometheus writes to the workspaces of both regions, so that whoever looks finds them where it still is bright. */
function metricsWriter({ spec }: Platform, { environment, account }: Cluster): PodIdentity[] {
  const declared = spec.telemetry.workspaces[environment] ?? {};
  const resources = (['primary', 'recovery'] as const).flatMap((role) => {
    const [id, region] = [declared[role], spec.regions[role]?.name];
    return id && region ? [`arn:aws:aps:${region}:${account}:workspace/${id}`] : [];
  });
  if (resources.length === 0) return [];
  return [
    {
      name: 'metrics-writer',
      namespace: MONITORING_NAMESPACE,
      serviceAccount: 'prometheus',
      because: 'writes metrics to the workspaces of the environment',
      permissions: [{ id: 'WriteMetrics', actions: ['aps:RemoteWrite'], resources }],
    },
  ];
}

function logWriter({ name, spec }: Platform, { environment, region, account }: Cluster): PodIdentity[] {
  if (spec.telemetry.logs !== 'cloudwatch') return [];
  const group = `arn:aws:logs:${region}:${account}:log-group:${containerLogGroup(name, environment)}`;
  return [
    {
      name: 'log-writer',
      namespace: NODE_LOGS_NAMESPACE,
      serviceAccount: COLLECTORS.logs,
      because: 'writes what containers print to the log group of the environment',
      permissions: [
        {
          id: 'WriteLogs',
          actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          resources: [group, `${group}:*`],
        },
      ],
    },
  ];
}

function controllers(platform: Platform, cluster: Cluster): PodIdentity[] {
  const isPublic = cluster.services.some(({ workload }) => workload.public.ports.length > 0);
  return [
    { ...AUTOSCALER, because: 'adds and removes nodes', permissions: nodeScaling(cluster) },
    { ...BACKUP_CONTROLLER, because: 'keeps backups of the cluster, and restores them', permissions: backups(platform, cluster) },
    {
      ...VOLUME_CONTROLLER,
      because: 'makes volumes for pods',
      permissions: [],
      managedPolicies: ['service-role/AmazonEBSCSIDriverPolicy'],
    },
    ...(isPublic
      ? [{ ...LOAD_BALANCER_CONTROLLER, because: 'makes load balancers for public services', permissions: loadBalancers(cluster) }]
      : []),
  ];
}
