import {
  type AlertGroup,
  type Cluster,
  type InClusterDatabase,
  inClusterDatabases,
  type Platform,
  storeAlerts,
  type Workload,
} from '../model';
import { postgresJobs, postgresServer } from './postgres';

/** What runs a database in pods, and what copies it and looks whether a copy comes back. */
export interface StoreWorkloads {
  readonly server: Workload;
  readonly jobs: readonly Workload[];
}

export const storeWorkloads = (platform: Platform, cluster: Cluster, database: InClusterDatabase): StoreWorkloads => ({
  server: postgresServer(platform, cluster, database),
  jobs: postgresJobs(platform, cluster, database),
});

/** Alerts of every database in pods, for their runbooks. */
export const allStoreAlerts = (platform: Platform): readonly AlertGroup[] =>
  platform.clusters.flatMap((cluster) =>
    inClusterDatabases(platform, cluster).flatMap((database) =>
      storeAlerts({ platform, cluster, database, ...storeWorkloads(platform, cluster, database) }),
    ),
  );
