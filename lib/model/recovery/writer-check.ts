import { peerOf } from '../backups/place';
import { managedDatabases } from '../databases';
import type { Cluster, PlacedService, Platform } from '../platform';
import { isStore } from '../stores';
import { environmentDomain, publicServices } from '../traffic';
import type { WriterCheck } from '../workload';
import { writerHost, writerText } from './names';

/**
 * What a pod asks before it starts, where its region may have been left: whoever copies the data knows one writer and keeps the old one
 * from writing, but the source of a read replica is left as it was, and so is a server in pods. When their region comes back, its pods
 * start before anybody has looked.
 * Undefined where nothing of the kind is used, or nothing public says who writes.
 */
export function writerCheckOf(platform: Platform, cluster: Cluster, { workload }: PlacedService): WriterCheck | undefined {
  if (cluster.role !== 'primary' || publicServices(platform, cluster).length === 0) return undefined;
  const used = platform.spec.services[workload.name]?.databases ?? [];
  const isCopied = managedDatabases(platform, cluster).some(
    ({ name, replication }) => replication.value === 'readReplica' && used.includes(name),
  );
  const isFollowed =
    peerOf(platform, cluster) !== undefined &&
    used.some((name) => {
      const database = platform.spec.databases[name];
      return database !== undefined && isStore(database);
    });
  if (!isCopied && !isFollowed) return undefined;
  return { host: writerHost(environmentDomain(platform, cluster.environment)), text: writerText(cluster.region) };
}

/** A platform whose pods ask. */
export const withWriterChecks = (platform: Platform): Platform => ({
  ...platform,
  clusters: platform.clusters.map((cluster) => ({
    ...cluster,
    services: cluster.services.map((service) => {
      const writerCheck = writerCheckOf(platform, cluster, service);
      return writerCheck ? { ...service, workload: { ...service.workload, writerCheck } } : service;
    }),
  })),
});
