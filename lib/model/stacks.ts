import { managedDatabases } from './databases';
import { hasGameDay } from './game-day';
import type { Cluster, Platform } from './platform';
import { publicServices } from './traffic';

/** What the resources of a stack have in common: they change for the same reasons, and live as long. */
export type StackPurpose =
  | 'state'
  | 'security'
  | 'network'
  | 'registry'
  | 'cluster'
  | 'data'
  | 'replication'
  | 'backup'
  | 'observability'
  | 'identity'
  | 'connectivity'
  | 'lock'
  | 'dns'
  | 'ingress'
  | 'traffic'
  | 'failover'
  | 'game-day';

/** One Terraform stack: what is planned, applied and locked together. */
export interface StackPlan {
  /** `<environment>-<region>-<purpose>`, `<environment>-global-<purpose>` or `account-<account>-<region or global>-<purpose>`. */
  readonly name: string;
  readonly account: string;
  /** Where its state and its resources live. */
  readonly region: string;
  /** Undefined for what an account has once. */
  readonly environment?: string;
  /** A region of an environment, what both regions share, or what an account has once (a region). */
  readonly scope: 'region' | 'global' | 'account';
  readonly purpose: StackPurpose;
  /** Stacks without which it can be neither planned nor applied: those whose outputs it reads, and the one that holds its state. */
  readonly dependsOn: readonly string[];
  /** Stacks that come earlier where one run deploys both; without them it still plans and applies. */
  readonly after: readonly string[];
}

/**
 * What a stack tells the others of its environment and region, as outputs of its state. Everything else that they need to
 * know is a name or an ARN of the model.
 */
export const STACK_OUTPUTS = {
  security: ['kubernetes_key_arn', 'secrets_key_arn', 'data_key_arn', 'logs_key_arn', 'images_key_arn'],
  network: [
    'vpc_id',
    'public_subnet_ids',
    'private_subnet_ids',
    'data_subnet_ids',
    'public_route_table_id',
    'private_route_table_ids',
    'data_route_table_ids',
    'data_network_acl_id',
  ],
  cluster: ['cluster_name', 'cluster_security_group_id'],
  observability: ['workspace_id'],
  replication: ['datastore_ids'],
  dns: ['zone_id'],
} as const satisfies Partial<Record<StackPurpose, readonly string[]>>;

/** Purposes of stacks whose outputs others read. */
export type ReadPurpose = keyof typeof STACK_OUTPUTS;

/** Stacks of an environment in one region, each with the ones that it reads. */
const REGION_STACKS: readonly { readonly purpose: StackPurpose; readonly reads: readonly ReadPurpose[] }[] = [
  { purpose: 'security', reads: [] },
  { purpose: 'network', reads: ['security'] },
  { purpose: 'registry', reads: ['security'] },
  { purpose: 'cluster', reads: ['security', 'network'] },
  { purpose: 'data', reads: ['security', 'network'] },
  { purpose: 'observability', reads: ['security'] },
  { purpose: 'backup', reads: ['security'] },
  { purpose: 'ingress', reads: ['security', 'network', 'cluster'] },
  { purpose: 'failover', reads: ['security', 'network'] },
  { purpose: 'game-day', reads: ['security', 'network'] },
];

export const regionStackName = (environment: string, region: string, purpose: StackPurpose) => `${environment}-${region}-${purpose}`;
export const globalStackName = (environment: string, purpose: StackPurpose) => `${environment}-global-${purpose}`;
export const accountStackName = (account: string, place: string, purpose: StackPurpose) => `account-${account}-${place}-${purpose}`;

/**
 * Every stack of a platform in an order in which they can be deployed: accounts, then each environment with its recovery region
 * first, then what both of its regions share; but none before what it depends on or comes after.
 */
export function stackPlan(platform: Platform): readonly StackPlan[] {
  const { clusters, spec } = platform;
  const accounts = [...new Set(clusters.map(({ account }) => account))].sort();
  const environments = [...new Set(clusters.map(({ environment }) => environment))];
  return inOrder([
    ...accounts.flatMap((account) =>
      accountStacks(
        account,
        clusters.filter((cluster) => cluster.account === account),
        spec.infrastructure.baseline === 'platform',
      ),
    ),
    ...environments.flatMap((environment) => environmentStacks(platform, environment)),
  ]);
}

/** Each stack as early as its place in the list and the stacks before it allow. */
function inOrder(plans: readonly StackPlan[]): readonly StackPlan[] {
  const byName = new Map(plans.map((plan) => [plan.name, plan]));
  const placed = new Set<StackPlan>();
  const place = (plan: StackPlan, waiting: readonly string[]): void => {
    if (placed.has(plan)) return;
    if (waiting.includes(plan.name)) throw new Error(`stacks wait for each other: ${[...waiting, plan.name].join(', ')}`);
    for (const name of [...plan.dependsOn, ...plan.after]) {
      const before = byName.get(name);
      if (!before) throw new Error(`${plan.name} waits for ${name}, which is not planned`);
      place(before, [...waiting, plan.name]);
    }
    placed.add(plan);
  };
  for (const plan of plans) place(plan, []);
  return [...placed];
}

/** A mistake in the recovery region meets no user. */
const recoveryFirst = (clusters: readonly Cluster[]) =>
  [...clusters].sort((a, b) => Number(a.role === 'primary') - Number(b.role === 'primary'));

function accountStacks(account: string, clusters: readonly Cluster[], keepsBaseline: boolean): StackPlan[] {
  const regions = [...new Set(recoveryFirst(clusters).map(({ region }) => region))];
  const state = (region: string) => accountStackName(account, region, 'state');
  const of = (purpose: StackPurpose, region: string, dependsOn: string[], after: string[] = []): StackPlan => {
    const own = accountStackName(account, region, purpose);
    return { name: own, account, region, scope: 'account', purpose, dependsOn, after };
  };
  // Identities know no region; their state outlives the primary one.
  const [home = ''] = regions;
  const name = accountStackName(account, 'global', 'identity');
  return [
    ...regions.map((region) => of('state', region, [])),
    { name, account, region: home, scope: 'global', purpose: 'identity', dependsOn: [state(home)], after: [] },
    ...(keepsBaseline ? regions.map((region) => of('security', region, [state(region)], [name])) : []),
  ];
}

/** Stacks of an environment: those of its regions, and what its regions share, kept in the one that takes over. */
function environmentStacks(platform: Platform, environment: string): StackPlan[] {
  const own = recoveryFirst(platform.clusters.filter((cluster) => cluster.environment === environment));
  return [...own.flatMap((cluster) => regionStacks(platform, cluster)), ...globalStacks(platform, environment, own)];
}

/** Whether databases of an environment are copied from region to region, and are joined by a stack of their own. */
function copies(platform: Platform, cluster: Cluster) {
  const databases = managedDatabases(platform, cluster);
  return {
    any: databases.some(({ replication }) => replication.value !== 'none'),
    global: databases.some(({ replication }) => replication.value === 'globalDatabase'),
    datastores: databases.some(({ product, role }) => product === 'elasticache' && role === 'copy'),
  };
}

function regionStacks(platform: Platform, cluster: Cluster): StackPlan[] {
  const { environment, account, region, role } = cluster;
  const made = {
    ingress: hasPublicServices(platform, environment),
    failover: hasTwoRegions(platform, environment),
    'game-day': hasGameDay(platform, environment),
  };
  return REGION_STACKS.filter(({ purpose }) => made[purpose as keyof typeof made] ?? true).map(({ purpose, reads }) => {
    const copied = copies(platform, cluster);
    const follows = purpose === 'data' && role === 'recovery' ? copied : { any: false, global: false };
    return {
      name: regionStackName(environment, region, purpose),
      account,
      region,
      environment,
      scope: 'region',
      purpose,
      dependsOn: [
        accountStackName(account, region, 'state'),
        ...reads.map((read) => regionStackName(environment, region, read)),
        // AWS chooses the ids of Global Datastores.
        ...(follows.global || (purpose === 'failover' && copied.datastores) ? [globalStackName(environment, 'replication')] : []),
      ],
      after: [
        accountStackName(account, 'global', 'identity'),
        ...(purpose === 'ingress' ? [globalStackName(environment, 'dns')] : []),
        ...(purpose === 'failover' ? failoverFollows(cluster) : []),
        ...(purpose === 'backup' ? backupFollows(platform, cluster) : []),
        ...(purpose === 'game-day' ? (['cluster', 'data'] as const).map((other) => regionStackName(environment, region, other)) : []),
        ...(follows.any ? primaryOf(platform, environment).map((primary) => regionStackName(environment, primary.region, 'data')) : []),
      ],
    };
  });
}

/** What watches and moves databases and nodes comes after them, and after the lock that it holds. */
const failoverFollows = ({ environment, region }: Cluster) => [
  ...(['cluster', 'data', 'observability'] as const).map((purpose) => regionStackName(environment, region, purpose)),
  globalStackName(environment, 'lock'),
];

/** What copies databases comes after them, and after the vault in which the copies arrive. */
function backupFollows({ clusters }: Platform, { environment, region, role }: Cluster): readonly string[] {
  const recovery = clusters.filter((cluster) => cluster.environment === environment && cluster.role === 'recovery');
  return [
    ...(['data', 'observability'] as const).map((purpose) => regionStackName(environment, region, purpose)),
    ...(role === 'primary' ? recovery.map((other) => regionStackName(environment, other.region, 'backup')) : []),
  ];
}

const hasTwoRegions = ({ clusters }: Platform, environment: string) =>
  clusters.filter((cluster) => cluster.environment === environment).length > 1;

const primaryOf = ({ clusters }: Platform, environment: string) =>
  clusters.filter((cluster) => cluster.environment === environment && cluster.role === 'primary');

const hasPublicServices = (platform: Platform, environment: string) =>
  platform.clusters.some((cluster) => cluster.environment === environment && publicServices(platform, cluster).length > 0);

/** What the regions of an environment share is kept in the one that takes over, so that it outlives the other. */
function globalStacks(platform: Platform, environment: string, clusters: readonly Cluster[]): StackPlan[] {
  const [home] = clusters;
  if (!home) return [];
  const { account, region } = home;
  const of = (
    purpose: StackPurpose,
    follows: readonly StackPurpose[],
    { followed = clusters, reads = [] }: { followed?: readonly Cluster[]; reads?: readonly ReadPurpose[] } = {},
  ): StackPlan => ({
    name: globalStackName(environment, purpose),
    account,
    region,
    environment,
    scope: 'global',
    purpose,
    dependsOn: [accountStackName(account, region, 'state'), ...reads.map((read) => globalStackName(environment, read))],
    after: [
      accountStackName(account, 'global', 'identity'),
      ...followed.flatMap((cluster) => follows.map((follow) => regionStackName(environment, cluster.region, follow))),
    ],
  });
  const isFollowed = home.role === 'recovery' && copies(platform, home).global;
  return [
    ...(isFollowed ? [of('replication', ['data'], { followed: primaryOf(platform, environment) })] : []),
    ...(clusters.length > 1 ? [of('connectivity', ['network']), of('lock', [])] : []),
    ...(hasPublicServices(platform, environment) ? [of('dns', []), of('traffic', ['ingress'], { reads: ['dns'] })] : []),
  ];
}
