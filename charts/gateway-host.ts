import { type Cluster, type MeshPlan, originHost, type PlacedService, type Platform, publicHost, publicServices } from '../lib/model';

/**
 * What the mesh does for a service, with the host that it has in its environment: the domain belongs to the one that customers
 * know. A host that is somebody else's to point here stays as declared. Health checks and failover records ask a region by a name
 * of its own, and CloudFront by another: the gateway answers to all of them.
 */
export function meshIn(platform: Platform, cluster: Cluster, { workload, mesh }: PlacedService): MeshPlan | undefined {
  if (!mesh?.gateway) return mesh;
  const host = publicHost(platform, cluster.environment, workload.name) ?? mesh.gateway.host;
  const found = publicServices(platform, cluster).find(({ name }) => name === workload.name);
  const aliases = found ? [found.regionalHost, ...(platform.spec.traffic.edge === 'cloudfront' ? [originHost(host)] : [])] : [];
  return { ...mesh, gateway: { ...mesh.gateway, host, aliases } };
}
