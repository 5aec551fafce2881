import { type ByteQuantity, bytes, type DatabaseSpec, millicores, type TierSpec } from '../../spec';
import { defineResources } from '../define-workload';
import type { Cluster, Platform } from '../platform';
import { databasePort } from '../resolve/peers';
import type { SecretStore } from '../secrets';
import type { Peer, Resources } from '../workload';
import { type ArchivePlace, archivePlaces } from './archives';
import { type StoreImages, storeImages, storeVersion } from './images';

const GIB = 2 ** 30;
/** Until somebody declares what a database needs. */
const DEFAULT_STORAGE = bytes(20 * GIB);
const DEFAULT_RESOURCES = defineResources({ cpu: millicores(500), memory: bytes(GIB) });

/** Members of a replica set: one may fail and the other two still agree on who takes writes. */
export const REPLICA_SET_MEMBERS = 3;

/** Engines that run in pods here; a Redis in pods keeps nothing that has to come back. */
export type StoreEngine = 'postgres' | 'mongodb';

/** A database in pods of a cluster, and where its copies are. */
export interface InClusterDatabase {
  /** As the platform file names it; also the name of its Service. */
  readonly name: string;
  readonly engine: StoreEngine;
  readonly spec: DatabaseSpec;
  readonly tier: TierSpec | undefined;
  readonly version: string;
  readonly images: StoreImages;
  readonly port: number;
  readonly storage: ByteQuantity;
  readonly resources: Resources;
  /**
   * `writable` in the primary region, once in an environment. In the recovery region a PostgreSQL is a `standby` that follows the
   * archive, and a MongoDB is `empty` until the newest copy is restored into it.
   */
  readonly role: 'writable' | 'standby' | 'empty';
  readonly places: readonly ArchivePlace[];
  readonly secretStore: SecretStore;
  /** Services that use it. */
  readonly callers: readonly Pick<Peer, 'name' | 'namespace' | 'instance'>[];
}

/** Whether a database runs in pods that we make. */
export const isStore = ({ placement, engine }: DatabaseSpec): boolean => placement === 'inCluster' && engine !== 'redis';

/** Databases in pods that the services of a cluster use, sorted by name. */
export function inClusterDatabases(platform: Platform, cluster: Cluster): readonly InClusterDatabase[] {
  const { spec } = platform;
  const usedBy = (database: string) =>
    cluster.services.filter(({ workload }) => spec.services[workload.name]?.databases.includes(database)).map(({ workload }) => workload);
  return Object.entries(spec.databases)
    .filter(([name, database]) => isStore(database) && usedBy(name).length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, database]) => {
      const engine = database.engine === 'mongodb' ? 'mongodb' : 'postgres';
      return {
        name,
        engine,
        spec: database,
        tier: spec.tiers[database.tier],
        version: storeVersion(database, engine),
        images: storeImages(name, database, engine),
        port: databasePort(database),
        storage: database.storage ?? DEFAULT_STORAGE,
        resources: storeResources(database),
        role: cluster.role === 'primary' ? 'writable' : engine === 'postgres' ? 'standby' : 'empty',
        places: archivePlaces(platform, cluster, engine, name),
        secretStore: cluster.secretStore,
        callers: usedBy(name).map(({ name: caller, namespace, instance }) => ({ name: caller, namespace, instance })),
      };
    });
}

/** What one pod of a database reserves for its server. */
export const storeResources = ({ resources }: DatabaseSpec): Resources =>
  resources ? defineResources(resources.requests, resources.limits) : DEFAULT_RESOURCES;
