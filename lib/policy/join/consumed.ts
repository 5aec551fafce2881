import { databaseStoreKey, isStore } from '../../model';
import { type Breach, inObject, items, map, text } from '../manifests';
import { regionOf, resolved } from '../terraform/resolved';
import type { TerraformIndex } from '../terraform/stack';
import type { Join, JoinedCluster } from './join';

/** What objects of a cluster expect of AWS, by names that both halves take from the model. */
export const consumedIn = (join: Join): readonly Breach[] =>
  join.clusters.flatMap((joined) => [
    ...backups(joined, join.terraform),
    ...addresses(joined, join),
    ...images(joined, join.terraform),
    ...balancers(joined, join.terraform),
  ]);

/** Names that resources of a type will have in a region; undefined where no stack makes any, so that nothing can be said. */
function namesOf(index: TerraformIndex, type: string, field: string, region?: string): ReadonlySet<string> | undefined {
  const all = index.ofType(type);
  if (all.length === 0) return undefined;
  const there = region === undefined ? all : all.filter((resource) => regionOf(resource) === region);
  return new Set(there.flatMap(({ stack, values }) => resolved(index, stack, values[field]) ?? []));
}

function backups({ objects }: JoinedCluster, index: TerraformIndex): Breach[] {
  return objects.ofKind('BackupStorageLocation.velero.io').flatMap((location) => {
    const config = map(location.spec.config);
    const region = text(config.region);
    const bucket = text(map(location.spec.objectStorage).bucket);
    const [, keyRegion, alias] = /^arn:aws[\w-]*:kms:([\w-]+):\d+:(alias\/.+)$/.exec(text(config.kmsKeyId) ?? '') ?? [];
    return [
      ...absent(bucket, namesOf(index, 'aws_s3_bucket', 'bucket', region), (name) =>
        inObject(
          location,
          'spec.objectStorage.bucket',
          `keeps backups in the bucket ${name}, which no stack makes in ${region ?? 'any region'}`,
        ),
      ),
      ...absent(alias, namesOf(index, 'aws_kms_alias', 'name', keyRegion), (name) =>
        inObject(location, 'spec.config.kmsKeyId', `encrypts with ${name}, which no stack makes in ${keyRegion ?? 'any region'}`),
      ),
    ];
  });
}

/** Addresses of managed databases are written by the stacks; other secrets, and passwords of databases in pods, are people's. */
function addresses({ cluster, objects }: JoinedCluster, { terraform, platform }: Join): Breach[] {
  const written = namesOf(terraform, 'aws_secretsmanager_secret', 'name', cluster.region);
  const ours = databaseStoreKey(platform.name, cluster.environment, '');
  return objects.ofKind('ExternalSecret').flatMap((object) =>
    items(object.spec.data).flatMap(({ item, index }) => {
      const key = text(map(item.remoteRef).key);
      if (!key?.startsWith(ours)) return [];
      const database = platform.spec.databases[key.slice(ours.length)];
      if (database && isStore(database)) return [];
      return absent(key, written, (name) =>
        inObject(
          object,
          `spec.data[${index}].remoteRef.key`,
          `reads the address of a database at ${name}, which no stack writes in ${cluster.region}`,
        ),
      );
    }),
  );
}

/** Images from a registry of ours are pushed into repositories that the stacks make, or come through a cache. */
function images({ objects }: JoinedCluster, index: TerraformIndex): Breach[] {
  return objects.workloads.flatMap(({ object, containers }) =>
    containers.flatMap(({ raw, path }) => {
      const [, region, repository] = /^\d{12}\.dkr\.ecr\.([\w-]+)\.amazonaws\.com\/([^:@]+)/.exec(text(raw.image) ?? '') ?? [];
      const caches = namesOf(index, 'aws_ecr_pull_through_cache_rule', 'ecr_repository_prefix', region) ?? new Set<string>();
      if (repository === undefined || [...caches].some((prefix) => repository.startsWith(`${prefix}/`))) return [];
      return absent(repository, namesOf(index, 'aws_ecr_repository', 'name', region), (name) =>
        inObject(object, `${path}.image`, `is pulled from the repository ${name}, which no stack makes in ${region ?? 'any region'}`),
      );
    }),
  );
}

const BALANCER = 'alb.ingress.kubernetes.io/load-balancer-name';

function balancers({ cluster, objects }: JoinedCluster, index: TerraformIndex): Breach[] {
  return objects
    .ofKind('Ingress')
    .flatMap((ingress) =>
      absent(ingress.annotations[BALANCER], namesOf(index, 'aws_lb', 'name', cluster.region), (name) =>
        inObject(
          ingress,
          `metadata.annotations["${BALANCER}"]`,
          `joins the load balancer ${name}, which no stack makes in ${cluster.region}`,
        ),
      ),
    );
}

const absent = (name: string | undefined, made: ReadonlySet<string> | undefined, breach: (name: string) => Breach): Breach[] =>
  name === undefined || made === undefined || made.has(name)
    ? []
    : [{ ...breach(name), fix: 'use the name that the stack gives it: both come from lib/model/names.ts' }];
