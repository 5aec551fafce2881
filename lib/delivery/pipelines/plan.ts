import { type Cluster, type Platform, type Purpose, pipelineRoleArn, repositoryName, type StackPurpose, stackPlan } from '../../model';
import type { ImageBuild, Registry, Role } from './model';

/** Images that the platform builds itself, by name. */
export const imageBuilds = ({ spec }: Platform): ImageBuild[] =>
  Object.entries(spec.services)
    .flatMap(([service, { build }]) => (build ? [{ service, context: folder(build.context) }] : []))
    .sort((a, b) => (a.service < b.service ? -1 : 1));

/** Git names folders without `./` and without a slash at the end; the root is `.`. */
const folder = (context = '.') => context.replace(/^(\.?\/)+/, '').replace(/\/+$/, '') || '.';

/**
 * Environments in the order of promotion: what nobody depends on comes first. Where several are alike, the order of the
 * platform file decides.
 */
export function promotionOrder(platform: Platform): string[] {
  const isProtected = (environment: string) => clustersOf(platform, environment).some(({ protect }) => protect);
  return Object.keys(platform.spec.environments).sort((a, b) => Number(isProtected(a)) - Number(isProtected(b)));
}

/** Clusters of an environment: the recovery region first, since a mistake there meets no user. */
export const clustersOf = ({ clusters }: Platform, environment: string): Cluster[] =>
  clusters
    .filter((cluster) => cluster.environment === environment)
    .sort((a, b) => Number(a.role === 'primary') - Number(b.role === 'primary'));

/** Where a cluster pulls images from. */
export const registryOf = ({ name }: Platform, { environment, region, account }: Cluster): Registry => ({
  environment,
  region,
  account,
  host: `${account}.dkr.ecr.${region}.amazonaws.com`,
  path: repositoryName(name, environment),
});

/** Registries of every environment and region in the order of promotion. */
export const registries = (platform: Platform): Registry[] =>
  promotionOrder(platform).flatMap((environment) => clustersOf(platform, environment).map((cluster) => registryOf(platform, cluster)));

/** Architecture of the nodes: the families with a `g` after their generation are Graviton (EC2 instance type naming). */
export const architecture = ({ spec }: Platform): 'amd64' | 'arm64' => (/^[a-z]+\d+g/.test(spec.nodes.instanceType) ? 'arm64' : 'amd64');

/** The role of a purpose in the account of an environment. */
export const roleOf = (platform: Platform, { environment, account, region }: Omit<Registry, 'host' | 'path'>, purpose: Purpose): Role => ({
  environment,
  purpose,
  account,
  region,
  arn: pipelineRoleArn(account, platform.name, environment, purpose),
});

/** A stack with what a pipeline needs to plan and apply it. */
export interface StackPlace {
  readonly name: string;
  readonly environment: string;
  readonly region: string;
  readonly account: string;
  /** Whether people apply it, since no pipeline may change what it is trusted by, or what holds the state. */
  readonly byPeople: boolean;
}

const BY_PEOPLE: readonly StackPurpose[] = ['state', 'identity'];

/**
 * Every stack in the order of promotion, each environment in the order in which its stacks are deployed. What an account has
 * once comes with the first environment in it.
 */
export function regionStacks(platform: Platform): StackPlace[] {
  const plans = stackPlan(platform);
  const environments = promotionOrder(platform).map((environment) => ({
    environment,
    account: platform.spec.environments[environment]?.account,
  }));
  return environments.flatMap(({ environment, account }, index) => {
    const isFirst = environments.findIndex((other) => other.account === account) === index;
    return plans
      .filter((plan) => plan.environment === environment || (plan.environment === undefined && isFirst && plan.account === account))
      .map(({ name, region, account, purpose }) => ({ name, environment, region, account, byPeople: BY_PEOPLE.includes(purpose) }));
  });
}
