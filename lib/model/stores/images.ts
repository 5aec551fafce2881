import { type DatabaseSpec, UsageError } from '../../spec';

/** Containers of a database in pods. */
export interface StoreImages {
  /** The server, and the tools that copy it. */
  readonly server: StoreImage;
  /** What tells Prometheus of it; undefined where nothing does. */
  readonly exporter?: StoreImage;
  /** What reaches buckets, where the server's image cannot. */
  readonly transfer?: StoreImage;
}

export interface StoreImage {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/**
 * Spilo holds the servers of several versions, and a wal-g that knows EKS Pod Identity (3.0.5; wal-g, pull request 1799). No image
 * of wal-g alone, or of PostgreSQL with it, is published by their makers.
 */
const POSTGRES: StoreImage = { repository: 'ghcr.io/zalando/spilo-17', tag: '4.0-p3' };
export const POSTGRES_VERSIONS = ['14', '15', '16', '17'] as const;

/** The digest is what the tag pointed to. */
const POSTGRES_EXPORTER: StoreImage = {
  repository: 'quay.io/prometheuscommunity/postgres-exporter',
  tag: 'v0.17.1',
  digest: 'sha256:38606faa38c54787525fb0ff2fd6b41b4cfb75d455c1df294927c5f611699b17',
};

/** The official image has mongodump and mongorestore beside the server. */
const MONGODB: Readonly<Record<string, string>> = { '6.0': '6.0.18', '7.0': '7.0.14', '8.0': '8.0.4' };
const AWS_CLI: StoreImage = { repository: 'public.ecr.aws/aws-cli/aws-cli', tag: '2.17.0' };

const NEWEST = { postgres: '17', mongodb: '8.0' } as const;

/** Version of a database in pods. */
export const storeVersion = ({ version }: DatabaseSpec, engine: keyof typeof NEWEST): string => version ?? NEWEST[engine];

/**
 * What runs a database in pods.
 *
 * @throws UsageError for a version that no image has, unless one is declared
 */
export function storeImages(name: string, database: DatabaseSpec, engine: keyof typeof NEWEST): StoreImages {
  const version = storeVersion(database, engine);
  const known = engine === 'postgres' ? POSTGRES_VERSIONS : Object.keys(MONGODB);
  if (!database.image && !known.some((each) => each === version)) {
    throw new UsageError(
      `databases.${name}.version: found "${version}", expected one of ${known.map((each) => `"${each}"`).join(', ')}; leave it out for "${NEWEST[engine]}", or name an image that has it (image)`,
    );
  }
  return engine === 'postgres'
    ? { server: database.image ?? POSTGRES, exporter: POSTGRES_EXPORTER }
    : { server: database.image ?? { repository: 'docker.io/library/mongo', tag: MONGODB[version] }, transfer: AWS_CLI };
}
