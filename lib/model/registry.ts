import { repositoryName } from './names';
import type { Cluster, Platform } from './platform';

/** Registries whose images a region caches, by the first part of the name of the cached image. */
const CACHED_AS: Readonly<Record<string, string>> = {
  'quay.io': 'quay',
  'registry.k8s.io': 'kubernetes',
  'public.ecr.aws': 'ecr-public',
  'ghcr.io': 'github',
  'docker.io': 'docker-hub',
};
/** Addresses that ECR knows registries by, where they differ from the name of the registry. */
const ADDRESS: Readonly<Record<string, string>> = { 'docker.io': 'registry-1.docker.io' };
/** Registries that give nothing without a token; ECR reads it from a secret whose name it prescribes. */
const WITH_CREDENTIALS: readonly string[] = ['ghcr.io', 'docker.io'];

/** Copies of another registry's images, made on the first pull and kept in the region. */
export interface PullThrough {
  readonly prefix: string;
  readonly upstream: string;
  /** Name of the secret with user name and token. */
  readonly secret?: string;
}

/** Another registry of the environment that images are copied to. */
export interface RegistryCopy {
  readonly region: string;
  readonly account: string;
  /** Repositories that are meant, by the beginning of their names. */
  readonly prefix: string;
}

/** What a registry has once, for all environments in its account and region. */
export interface RegistrySettings {
  readonly copies: readonly RegistryCopy[];
  readonly pullThrough: readonly PullThrough[];
}

/**
 * Settings of the registry that a cluster pulls from; undefined where another environment in the same account and region has
 * made them. Images go from the primary to the recovery region, never back: the recovery region asks nothing of the primary.
 */
export function registrySettings({ name, clusters, spec }: Platform, cluster: Cluster): RegistrySettings | undefined {
  const sharing = clusters.filter(({ account, region }) => account === cluster.account && region === cluster.region);
  if (sharing[0]?.name !== cluster.name) return undefined;
  return {
    copies: sharing
      .filter(({ role }) => role === 'primary')
      .flatMap(({ environment }) =>
        clusters
          .filter((other) => other.environment === environment && other.role === 'recovery')
          .map(({ region, account }) => ({ region, account, prefix: `${repositoryName(name, environment)}/` })),
      ),
    pullThrough: spec.infrastructure.pullThrough.map((upstream) => ({
      prefix: CACHED_AS[upstream] ?? upstream,
      upstream: ADDRESS[upstream] ?? upstream,
      ...(WITH_CREDENTIALS.includes(upstream) ? { secret: `ecr-pullthroughcache/${CACHED_AS[upstream] ?? upstream}` } : {}),
    })),
  };
}

/** First parts of the names of images that nodes may bring into the registry by pulling them. */
export const cachedPrefixes = ({ spec }: Platform): readonly string[] =>
  spec.infrastructure.pullThrough.map((upstream) => CACHED_AS[upstream] ?? upstream);
