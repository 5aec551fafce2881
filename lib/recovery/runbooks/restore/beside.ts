import { type Cluster, type ManagedDatabase, managedDatabases, type Platform } from '../../../model';

/** Longest name of a server that is made by hand for a while (RDS API reference: 63; ElastiCache: 40). */
const LONGEST = { server: 60, cache: 40 } as const;
const ENDING = '-restored';

/** Name of what is restored beside what runs. */
export const besideName = (server: string, kind: keyof typeof LONGEST = 'server') =>
  `${server.slice(0, LONGEST[kind] - ENDING.length).replace(/-+$/, '')}${ENDING}`;

/** Clusters that use a managed database of a kind. */
export const clustersWith = (platform: Platform, is: (database: ManagedDatabase) => boolean): readonly Cluster[] =>
  platform.clusters.filter((cluster) => managedDatabases(platform, cluster).some(is));

export const whatIsLost =
  'Restore in the region that writes (the runbook of the failover says how to see which). Say first what was lost, since when, and who still writes: whoever spoils data stops before it is restored.';
