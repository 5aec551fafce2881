import { createHash } from 'node:crypto';

/**
 * Every name that more than one layer uses. Both regions, Kubernetes and Terraform derive names from here, so that
 * none of them has to read the other's state.
 */

/** Domain of our own labels and annotations. */
export const PREFIX = 'holdfast.dev';

/** Annotations that the policy engine reads from the objects themselves. */
export const ANNOTATIONS = {
  /** Why a workload runs as one pod. */
  singleton: `${PREFIX}/singleton`,
  /** The fewest replicas that the tier of a workload allows. */
  minimumReplicas: `${PREFIX}/minimum-replicas`,
  /** The cadence that a schedule was meant to have, as a duration such as 6h. */
  every: `${PREFIX}/every`,
  /** After which time what changes between two copies is kept too, as a duration such as 1m. */
  continuous: `${PREFIX}/continuous`,
  /** The region whose loss an object is for. */
  region: `${PREFIX}/protects-region`,
  /** How long a copy takes at most, as a duration such as 10m. */
  duration: `${PREFIX}/duration`,
  /** The shortest time between two rotations of a secret, as a Go duration. */
  rotation: `${PREFIX}/rotation`,
  /** The most data, in time, that may be lost of what an object copies, as a duration such as 30m. */
  rpo: `${PREFIX}/rpo`,
  /** The most attempts that one request may become along the calls of a namespace's services. */
  amplification: `${PREFIX}/retry-amplification`,
  /** Attempts that the mesh makes of a request by itself, where routes have no word for it. */
  attempts: `${PREFIX}/mesh-attempts`,
  /** Why ports admit plaintext. */
  plaintext: `${PREFIX}/plaintext`,
  /** What makes the pods or Services that an object selects, when no manifest shows them: an operator, an add-on. */
  providedBy: `${PREFIX}/provided-by`,
} as const;

/** One cluster: an environment in a region. */
export const clusterName = (platform: string, environment: string, region: string) => `${platform}-${environment}-${region}`;

/** ARN of the EKS cluster of a cluster. */
export const clusterArn = ({ name, account, region }: { readonly name: string; readonly account: string; readonly region: string }) =>
  `arn:aws:eks:${region}:${account}:cluster/${name}`;

/** The managed node group of a cluster. */
export const NODE_GROUP = 'default';

/** Namespace of the platform's services; the same in each cluster, so that manifests differ by content only. */
export const namespaceName = (platform: string) => platform;

/** Longest name of an IAM role (IAM quotas). */
const LONGEST_ROLE = 64;

/** IAM role of a cluster; IAM names are global in an account, so the cluster is part of it. */
export const roleName = (cluster: string, purpose: string) => bounded(`${cluster}-${purpose}`, LONGEST_ROLE);

/** A name within a length; what is cut off is stood for by a digest, so that two long names stay two. */
function bounded(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, longest - digest.length - 1)}-${digest}`;
}

/** Longest name of an S3 bucket (S3 User Guide, bucket naming rules). */
const LONGEST_BUCKET = 63;

/** Bucket of Terraform state of one region; S3 names are global, the account makes ours unique. */
export const stateBucket = (platform: string, account: string, region: string) =>
  bounded(`${platform}-${account}-${region}-tfstate`, LONGEST_BUCKET);

/** Bucket of the access logs of the buckets of an account in one region. */
export const accessLogBucket = (platform: string, account: string, region: string) =>
  bounded(`${platform}-${account}-${region}-access-logs`, LONGEST_BUCKET);

/** Bucket of the audit trail of an account in one region. */
export const trailBucket = (platform: string, account: string, region: string) =>
  bounded(`${platform}-${account}-${region}-audit`, LONGEST_BUCKET);

/**
 * Bucket of the backups that an environment keeps in one region; those of a cluster stand in the bucket of the other region,
 * so that they outlive their own.
 */
export const backupBucket = (platform: string, environment: string, account: string, region: string) =>
  bounded(`${platform}-${environment}-${account}-${region}-backups`, LONGEST_BUCKET);

/** Vault of AWS Backup of an environment, the same in each region: a region is part of every ARN. */
export const backupVault = (platform: string, environment: string) => `${platform}-${environment}`;

export const backupVaultArn = ({ account, region }: { readonly account: string; readonly region: string }, vault: string) =>
  `arn:aws:backup:${region}:${account}:backup-vault:${vault}`;

/** Role that AWS Backup takes on for the databases of a cluster. */
export const backupRoleName = (cluster: string) => roleName(cluster, 'backup');

/** Longest name of a plan of AWS Backup and of its rules (AWS Backup API reference). */
const LONGEST_BACKUP_PLAN = 50;

/** Plan of AWS Backup for a managed database of an environment. */
export const backupPlanName = (platform: string, environment: string, database: string) =>
  bounded(`${platform}-${environment}-${database}`, LONGEST_BACKUP_PLAN);

/** Names of restore tests know letters, digits and underscores only. */
export const restoreTestName = (platform: string, environment: string, database = 'restore-test') =>
  backupPlanName(platform, environment, database).replaceAll('-', '_');

/** Alias of the key of what an account has once in a region: Terraform's state, its audit trail. */
export const accountKeyAlias = (platform: string, purpose: 'tfstate' | 'audit') => `alias/${platform}-${purpose}`;

/** ARN of an alias of a key; S3 and Terraform's backend take it in place of the key's own. */
export const aliasArn = ({ account, region }: { readonly account: string; readonly region: string }, alias: string) =>
  `arn:aws:kms:${region}:${account}:${alias}`;

/**
 * The most that a role of the stacks may ever do, whatever its own policies say: nothing of IAM, organizations and accounts.
 * So a pipeline that makes roles cannot make one that does more than the pipeline itself. AWS keeps the policy.
 */
export const ROLE_BOUNDARY = 'arn:aws:iam::aws:policy/PowerUserAccess';

/** SNS topic of the alarms that AWS raises about a cluster. */
export const alarmTopic = (cluster: string) => `${cluster}-alarms`;
export const alarmTopicArn = ({ name, account, region }: { readonly name: string; readonly account: string; readonly region: string }) =>
  `arn:aws:sns:${region}:${account}:${alarmTopic(name)}`;

/** Key of one stack's state. */
export const stateKey = (stack: string) => `${stack}/terraform.tfstate`;

/** ECR repository of a service. */
export const repositoryName = (platform: string, service: string) => `${platform}/${service}`;

/** Where a cluster pulls a service's image from: the registry of its own region. */
export const imageRepository = (
  platform: string,
  { account, region, environment }: { readonly account: string; readonly region: string; readonly environment: string },
  service: string,
) => `${account}.dkr.ecr.${region}.amazonaws.com/${repositoryName(platform, `${environment}/${service}`)}`;

/**
 * Tags under which cosign keeps signatures and attestations of an image. An image repository with immutable tags has to leave
 * them out of that, since each further attestation rewrites its tag (cosign, signature specification; ECR, image tag mutability).
 */
export const SIGNATURE_TAGS = 'sha256-*';

/** The Service by which the pods of a StatefulSet are known one by one. */
export const membersName = (workload: string) => `${workload}-members`;

/** What helps a database in pods: names of its CronJobs, of which the databases' alerts and runbooks know. */
export const databaseJob = (database: string, job: 'backup' | 'restore-test' | 'promote') => `${database}-${job}`;

/** The Secret of a service's own secrets. */
export const secretName = (service: string) => `${service}-secrets`;

/**
 * Where a secret of an environment stands in the secret store. What an environment may read is one prefix, so that a
 * policy of one line keeps staging out of production.
 */
export const storeKey = (platform: string, environment: string, key: string) => `${platform}/${environment}/${key}`;

/** Store key of how to reach a managed database: infrastructure writes it, the services that use the database read it. */
export const databaseStoreKey = (platform: string, environment: string, database: string) =>
  storeKey(platform, environment, `databases/${database}`);

/** Longest id of a replication group (ElastiCache API reference, CreateReplicationGroup). */
const LONGEST_CACHE = 40;

/** A managed Redis of an environment: unique in an account and region. ElastiCache refuses two dashes in a row. */
export const cacheName = (platform: string, environment: string, database: string) =>
  bounded(`${platform}-${environment}-${database}`, LONGEST_CACHE).replace(/-{2,}/g, '-');

/** Longest id of a database server whose instances get a number behind it (RDS and DocumentDB API references: 63 characters). */
const LONGEST_SERVER = 60;

/** A managed PostgreSQL or MongoDB of an environment; the same in each region, since a region is part of every ARN. */
export const databaseServer = (platform: string, environment: string, database: string) =>
  bounded(`${platform}-${environment}-${database}`, LONGEST_SERVER).replace(/-{2,}/g, '-');

/** ARN of a database server by its name, so that a copy finds what it follows without anybody's state. */
export const databaseArn = (
  kind: 'db' | 'cluster',
  { account, region }: { readonly account: string; readonly region: string },
  server: string,
) => `arn:aws:rds:${region}:${account}:${kind}:${server}`;

/** Database within a server: PostgreSQL would want quotes around a dash. */
export const databaseSchema = (database: string) => database.replaceAll('-', '_');

/** Where the External Secrets Operator runs: its identity is what may read the store. */
export const EXTERNAL_SECRETS = { namespace: 'external-secrets', serviceAccount: 'external-secrets' } as const;

/** Where the synchronising tools run. */
export const ARGOCD_NAMESPACE = 'argocd';
export const FLUX_NAMESPACE = 'flux-system';
/** The account that Flux applies services with, and its role in their namespace. */
export const FLUX_RECONCILER = 'reconciler';

/** Project of Argo CD for what one team runs in one environment; without a team, for what the clusters need once. */
export const projectName = (platform: string, environment: string, team?: string) =>
  [platform, environment, ...(team === undefined ? [] : [team])].join('-');

/** Project for what watches the clusters of an environment; no name of a team starts with a dash. */
export const monitoringProjectName = (platform: string, environment: string) => `${projectName(platform, environment)}--monitoring`;

/** Project for what backs up the clusters of an environment. */
export const recoveryProjectName = (platform: string, environment: string) => `${projectName(platform, environment)}--recovery`;

/** Project for the databases in pods of an environment's clusters. */
export const databasesProjectName = (platform: string, environment: string) => `${projectName(platform, environment)}--databases`;

/** Project for the meshes of an environment's clusters. */
export const meshProjectName = (platform: string, environment: string) => `${projectName(platform, environment)}--mesh`;

/** Names of things a cluster has once, where observability and gateways live. */
export const MONITORING_NAMESPACE = 'monitoring';
/** The account that Prometheus runs as. */
export const PROMETHEUS_ACCOUNT = 'prometheus';
/** The Services that the Prometheus Operator makes for its servers. */
export const ALERTMANAGER_URL = `http://alertmanager-operated.${MONITORING_NAMESPACE}.svc:9093/api/v2/alerts/`;
export const PROMETHEUS_URL = `http://prometheus-operated.${MONITORING_NAMESPACE}.svc:9090`;

/** Where Velero runs, and what its chart calls the account of the server; a release named velero is meant. */
export const VELERO = { namespace: 'velero', serviceAccount: 'velero-server', metricsPort: 8085 } as const;
/** Where backups are restored to be looked at: nothing in it may talk to anything. */
export const RESTORE_TEST_NAMESPACE = 'restore-test';
/** ConfigMap that says what the last restore test found. */
export const RESTORE_TEST_RESULT = 'restore-test-result';

/** Kubernetes group of a team's people; the access entries of a cluster map their IAM roles to it. */
export const teamGroup = (platform: string, team: string) => `${platform}:${team}`;

/** The secret store of a platform in a cluster. */
export const storeName = (platform: string) => platform;

export const DNS = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, port: 53 } as const;

/** Blocks that EKS takes Service addresses from when none is chosen, the API server's among them (EKS User Guide, cluster creation). */
export const SERVICE_BLOCKS = ['10.100.0.0/16', '172.20.0.0/16'];
/** Where the agent of EKS Pod Identity hands credentials out (EKS User Guide, Pod Identity considerations). */
export const POD_IDENTITY_AGENT = { cidr: '169.254.170.23/32', port: 80 } as const;
