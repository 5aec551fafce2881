import { type Permission, useOfAlias } from '../access/permission';
import { hasGameDay, watched } from '../game-day';
import { accountKeyAlias, backupRoleName, databaseStoreKey, ROLE_BOUNDARY, repositoryName, stateBucket } from '../names';
import type { Cluster, Platform } from '../platform';
import {
  githubSubject,
  gitlabSubject,
  ISSUERS,
  PURPOSE_NEEDS,
  PURPOSES,
  type Purpose,
  pipelineRole,
  pipelineRoleArn,
  type TrustedSubject,
} from './identity';

/** The role of a pipeline of an environment: who may take it on, and what it may do. */
export interface PipelineIdentity {
  readonly environment: string;
  readonly purpose: Purpose;
  /** Name of its role. */
  readonly name: string;
  readonly because: string;
  readonly trusted: TrustedSubject;
  readonly permissions: readonly Permission[];
  /** What it may not do, whatever else allows it. */
  readonly refused: readonly Permission[];
  /** Policies that AWS keeps, by their path below `arn:aws:iam::aws:policy/`. */
  readonly managedPolicies: readonly string[];
}

/** Branch of a GitLab project whose pipelines may deploy. */
const PROTECTED_BRANCH = 'main';

/** Issuer of the tokens of the pipelines of a repository; undefined for a host whose tokens AWS could not check. */
export function issuerOf(repository: string): (typeof ISSUERS)[keyof typeof ISSUERS] | undefined {
  const host = /^(?:[a-z]+:\/\/)?(?:[^@/]+@)?([^:/]+)/.exec(repository)?.[1];
  return host === 'github.com' ? ISSUERS.github : host === 'gitlab.com' ? ISSUERS.gitlab : undefined;
}

/** Roles of the pipelines of every environment of an account. */
export function pipelineIdentities(platform: Platform, account: string): readonly PipelineIdentity[] {
  const own = platform.clusters.filter((cluster) => cluster.account === account);
  const environments = [...new Set(own.map(({ environment }) => environment))];
  const { repository } = platform.spec;
  const issuer = issuerOf(repository);
  if (!issuer) return [];
  return environments.flatMap((environment) =>
    purposesOf(platform, environment).map((purpose): PipelineIdentity => {
      const clusters = own.filter((cluster) => cluster.environment === environment);
      return {
        environment,
        purpose,
        name: pipelineRole(platform.name, environment, purpose),
        because: PURPOSE_NEEDS[purpose],
        trusted: issuer === ISSUERS.github ? githubSubject(repository, environment, purpose) : gitlabSubject(repository, PROTECTED_BRANCH),
        managedPolicies: MANAGED[purpose] ?? [],
        refused: [],
        ...NEEDS[purpose]({ platform, environment, account, clusters }),
      };
    }),
  );
}

/** Faults are injected by nobody where no faults may be injected. */
const purposesOf = (platform: Platform, environment: string): readonly Purpose[] =>
  PURPOSES.filter((purpose) => purpose !== 'experiment' || hasGameDay(platform, environment));

interface Place {
  readonly platform: Platform;
  readonly environment: string;
  readonly account: string;
  readonly clusters: readonly Cluster[];
}
type Need = (place: Place) => Pick<PipelineIdentity, 'permissions'> & Partial<Pick<PipelineIdentity, 'refused'>>;

const MANAGED: Readonly<Partial<Record<Purpose, readonly string[]>>> = {
  // Everything but IAM, organizations and accounts; what of IAM it needs stands below.
  infrastructure: ['PowerUserAccess'],
  plan: ['ReadOnlyAccess'],
};

const repositories = ({ platform, environment, account, clusters }: Place) =>
  clusters.map(({ region }) => `arn:aws:ecr:${region}:${account}:repository/${repositoryName(platform.name, environment)}/*`);

const registryToken: Permission = { id: 'LogInToRegistries', actions: ['ecr:GetAuthorizationToken'], resources: ['*'] };
const READ_IMAGES = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:DescribeImages', 'ecr:GetDownloadUrlForLayer'];

const NEEDS: Readonly<Record<Purpose, Need>> = {
  build: (place) => ({
    permissions: [
      registryToken,
      {
        id: 'PushImages',
        actions: [...READ_IMAGES, 'ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart'],
        resources: repositories(place),
      },
    ],
  }),
  deploy: (place) => ({ permissions: [registryToken, { id: 'ReadImages', actions: READ_IMAGES, resources: repositories(place) }] }),
  plan: (place) => ({ permissions: [...stateOf(place, ['s3:GetObject']), ...readAddresses(place)], refused: [contentsOf(place)] }),
  infrastructure: (place) => ({ permissions: [...stateOf(place, CHANGE_STATE), ...rolesOf(place)], refused: protectionOf(place) }),
  restore: (place) => ({ permissions: restoresOf(place) }),
  experiment: (place) => ({ permissions: experimentsOf(place) }),
};

const restoresOf = ({ platform, account, clusters }: Place): Permission[] => [
  {
    id: 'SeeBackups',
    actions: [
      'backup:DescribeRecoveryPoint',
      'backup:DescribeRestoreJob',
      'backup:GetRecoveryPointRestoreMetadata',
      'backup:ListBackupVaults',
      'backup:ListRecoveryPointsByBackupVault',
      'backup:ListRestoreJobs',
    ],
    resources: ['*'],
  },
  {
    id: 'StartRestores',
    actions: ['backup:StartRestoreJob'],
    resources: ['*'],
    when: { StringEquals: { 'aws:ResourceTag/platform': platform.name, 'aws:RequestedRegion': clusters.map(({ region }) => region) } },
  },
  {
    id: 'LendBackupRole',
    actions: ['iam:PassRole'],
    resources: clusters.map(({ name }) => `arn:aws:iam::${account}:role/${backupRoleName(name)}`),
    when: { StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' } },
  },
];

const experimentsOf = ({ platform, environment, account, clusters }: Place): Permission[] => {
  const inFis = (kind: string) => clusters.map(({ region }) => `arn:aws:fis:${region}:${account}:${kind}/*`);
  const service = 'fis.amazonaws.com';
  return [
    { id: 'FindExperiments', actions: ['fis:ListExperimentTemplates'], resources: ['*'] },
    {
      id: 'StartExperiments',
      actions: ['fis:StartExperiment'],
      resources: inFis('experiment-template'),
      when: { StringEquals: { 'aws:ResourceTag/platform': platform.name, 'aws:ResourceTag/environment': environment } },
    },
    // What is started has no tags yet.
    { id: 'RunExperiments', actions: ['fis:GetExperiment', 'fis:StartExperiment', 'fis:StopExperiment'], resources: inFis('experiment') },
    {
      id: 'LetFisAct',
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [`arn:aws:iam::${account}:role/aws-service-role/${service}/*`],
      when: { StringEquals: { 'iam:AWSServiceName': service } },
    },
    { id: 'SeeAlarms', actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] },
    ...clusters.slice(0, 1).map((cluster) => ({
      id: 'SayThatSomebodyWatches',
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      when: { StringEquals: { 'cloudwatch:namespace': watched(platform, cluster).namespace } },
    })),
  ];
};

/** Removing the lock of one's own run is part of changing state; removing state is not. */
const CHANGE_STATE = ['s3:GetObject', 's3:PutObject'];

function stateOf({ platform, account, clusters }: Place, actions: readonly string[]): Permission[] {
  const regions = [...new Set(clusters.map(({ region }) => region))];
  const buckets = regions.map((region) => `arn:aws:s3:::${stateBucket(platform.name, account, region)}`);
  const writes = actions.includes('s3:PutObject');
  return [
    { id: 'FindState', actions: ['s3:ListBucket'], resources: buckets },
    { id: 'UseState', actions, resources: buckets.map((bucket) => `${bucket}/*`) },
    ...(writes ? [{ id: 'ReleaseLocks', actions: ['s3:DeleteObject'], resources: buckets.map((bucket) => `${bucket}/*.tflock`) }] : []),
    ...regions.map((region) =>
      useOfAlias({ account, region }, accountKeyAlias(platform.name, 'tfstate'), 's3', KEY_USE[Number(writes)] ?? []),
    ),
  ];
}

/** Without and with writing. */
const KEY_USE = [['kms:Decrypt'], ['kms:Decrypt', 'kms:GenerateDataKey']] as const;

/** Addresses of databases stand in the secret store; a plan compares them with what they should be. */
const readAddresses = ({ platform, environment, account, clusters }: Place): Permission[] => [
  {
    id: 'ReadAddressesOfDatabases',
    actions: ['secretsmanager:GetSecretValue'],
    resources: clusters.map(
      ({ region }) => `arn:aws:secretsmanager:${region}:${account}:secret:${databaseStoreKey(platform.name, environment, '*')}`,
    ),
  },
  ...clusters.map((cluster) => ({
    id: `DecryptAddresses${cluster.role === 'primary' ? 'Primary' : 'Recovery'}`,
    actions: ['kms:Decrypt'],
    resources: [`arn:aws:kms:${cluster.region}:${account}:key/*`],
    when: { StringEquals: { 'kms:ViaService': `secretsmanager.${cluster.region}.amazonaws.com` } },
  })),
];

/** Who reads a plan sees how things are set up, and nothing of what is stored. */
const contentsOf = ({ platform, account, clusters }: Place): Permission => ({
  id: 'ContentsStayClosed',
  actions: ['s3:GetObject', 's3:GetObjectVersion'],
  others: true,
  resources: [...new Set(clusters.map(({ region }) => `arn:aws:s3:::${stateBucket(platform.name, account, region)}/*`))],
});

/** Changes of a role that may make it stronger are allowed within the boundary only. */
const STRENGTHEN_ROLE = ['iam:AttachRolePolicy', 'iam:CreateRole', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy'];
const CHANGE_ROLE = [
  'iam:DeleteRole',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListInstanceProfilesForRole',
  'iam:ListRolePolicies',
  'iam:ListRoleTags',
  'iam:PassRole',
  'iam:TagRole',
  'iam:UntagRole',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateRole',
  'iam:UpdateRoleDescription',
];

/** Roles of the stacks by the beginning of their names. */
function rolesOf({ platform, environment, account }: Place): Permission[] {
  const resources = [environment, 'account'].map((whose) => `arn:aws:iam::${account}:role/${platform.name}-${whose}-*`);
  return [
    {
      id: 'StrengthenRolesWithinTheBoundary',
      actions: STRENGTHEN_ROLE,
      resources,
      when: { StringEquals: { 'iam:PermissionsBoundary': ROLE_BOUNDARY } },
    },
    { id: 'ChangeRoles', actions: CHANGE_ROLE, resources },
  ];
}

/** Who deploys changes neither who may deploy nor what holds the state: people do. */
function protectionOf({ platform, account, clusters }: Place): Permission[] {
  const environments = [
    ...new Set(platform.clusters.filter((cluster) => cluster.account === account).map(({ environment }) => environment)),
  ];
  const buckets = [...new Set(clusters.map(({ region }) => `arn:aws:s3:::${stateBucket(platform.name, account, region)}`))];
  return [
    {
      id: 'PipelinesStayAsTheyAre',
      actions: [...STRENGTHEN_ROLE, ...CHANGE_ROLE.filter((action) => !/:(Get|List)/.test(action)), 'iam:DeleteRolePermissionsBoundary'],
      resources: environments.flatMap((environment) =>
        purposesOf(platform, environment).map((purpose) => pipelineRoleArn(account, platform.name, environment, purpose)),
      ),
    },
    {
      id: 'BoundariesStay',
      actions: ['iam:DeleteRolePermissionsBoundary'],
      resources: [`arn:aws:iam::${account}:role/${platform.name}-*`],
    },
    {
      id: 'StateStays',
      actions: [
        's3:DeleteBucket',
        's3:DeleteBucketPolicy',
        's3:DeleteObjectVersion',
        's3:PutBucketPolicy',
        's3:PutBucketVersioning',
        's3:PutEncryptionConfiguration',
        's3:PutLifecycleConfiguration',
      ],
      resources: buckets.flatMap((bucket) => [bucket, `${bucket}/*`]),
    },
  ];
}
