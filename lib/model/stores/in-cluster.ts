import { type ByteQuantity, bytes, type DatabaseSpec, type TierSpec } from '../../spec';
import type { Cluster, Platform } from '../platform';
import { databasePort } from '../resolve/peers';
import type { SecretStore } from '../secrets';
import type { Peer, Port, Resources } from '../workload';
import { type ArchivePlace, archivePlaces } from './archives';
import { type StoreImages, storeImages, storeVersion } from './images';
import { isStore, storeResources } from './kind';

const GIB = 2 ** 30;
/** Until somebody declares what a database needs. */
const DEFAULT_STORAGE = bytes(20 * GIB);

/** Where what is beside a database tells Prometheus of it. */
export const STORE_METRICS: Port = { name: 'metrics', port: 9187, servicePort: 9187, protocol: 'http' };

/** A PostgreSQL in pods of a cluster, and where its copies are. */
export interface InClusterDatabase {
  /** As the platform file names it; also the name of its Service. */
  readonly name: string;
  readonly engine: 'postgres';
  readonly spec: DatabaseSpec;
  readonly tier: TierSpec | undefined;
  readonly version: string;
  readonly images: StoreImages;
  readonly port: number;
  readonly storage: ByteQuantity;
  readonly resources: Resources;
  /**
   * `writable` in the primary region, once in an environment; in the recovery region a `standby` that follows the archive.
   */
  readonly role: 'writable' | 'standby';
  readonly places: readonly ArchivePlace[];
  readonly secretStore: SecretStore;
  /** Services that use it. */
  readonly callers: readonly Pick<Peer, 'name' | 'namespace' | 'instance'>[];
}

/** Databases in pods that the services of a cluster use, sorted by name. */
export function inClusterDatabases(platform: Platform, cluster: Cluster): readonly InClusterDatabase[] {
  const { spec } = platform;
  const usedBy = (database: string) =>
    cluster.services.filter(({ workload }) => spec.services[workload.name]?.databases.includes(database)).map(({ workload }) => workload);
  return Object.entries(spec.databases)
    .filter(([name, database]) => isStore(database) && usedBy(name).length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, database]) => {
      return {
        name,
        engine: 'postgres' as const,
        spec: database,
        tier: spec.tiers[database.tier],
        version: storeVersion(database),
        images: storeImages(name, database),
        port: databasePort(database),
        storage: database.storage ?? DEFAULT_STORAGE,
        resources: storeResources(database),
        role: cluster.role === 'primary' ? ('writable' as const) : ('standby' as const),
        places: archivePlaces(platform, cluster, name),
        secretStore: cluster.secretStore,
        callers: usedBy(name).map(({ name: caller, namespace, instance }) => ({ name: caller, namespace, instance })),
      };
    });
}
