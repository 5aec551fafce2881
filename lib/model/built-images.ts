import { versionOf } from './define-workload';
import { imageRepository } from './names';
import type { Cluster, Platform } from './platform';

/** Digest of the image that a pipeline built, by service. */
export type BuiltImages = Readonly<Record<string, string>>;

/** A platform whose services run the images that were built for them, from the registry of each cluster's own region. */
export const withBuiltImages = (platform: Platform, environment: string, built: BuiltImages): Platform => ({
  ...platform,
  clusters: platform.clusters.map((cluster) =>
    cluster.environment === environment ? runningBuilt(platform.name, cluster, built) : cluster,
  ),
});

const runningBuilt = (platform: string, cluster: Cluster, built: BuiltImages): Cluster => ({
  ...cluster,
  services: cluster.services.map((service) => {
    const digest = built[service.workload.name];
    if (digest === undefined) return service;
    const image = { repository: imageRepository(platform, cluster, service.workload.name), tag: undefined, digest };
    return { ...service, workload: { ...service.workload, image, version: versionOf(image) } };
  }),
});
