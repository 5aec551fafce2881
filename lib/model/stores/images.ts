import { type DatabaseSpec, UsageError } from '../../spec';

/** Containers of a database in pods. */
export interface StoreImages {
  /** The server, and the tools that copy it. */
  readonly server: StoreImage;
  /** What tells Prometheus of it. */
  readonly exporter: StoreImage;
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

const NEWEST = '17';

/** Version of a database in pods. */
export const storeVersion = ({ version }: DatabaseSpec): string => version ?? NEWEST;

/**
 * What runs a database in pods.
 *
 * @throws UsageError for a version that no image has, unless one is declared
 */
export function storeImages(name: string, database: DatabaseSpec): StoreImages {
  const version = storeVersion(database);
  if (!database.image && !POSTGRES_VERSIONS.some((known) => known === version)) {
    throw new UsageError(
      `databases.${name}.version: found "${version}", expected one of ${POSTGRES_VERSIONS.map((known) => `"${known}"`).join(', ')}; leave it out for "${NEWEST}", or name an image that has it (image)`,
    );
  }
  return { server: database.image ?? POSTGRES, exporter: POSTGRES_EXPORTER };
}
