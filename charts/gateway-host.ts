import { type Cluster, type MeshPlan, type PlacedService, type Platform, publicHost } from '../lib/model';

/**
 * What the mesh does for a service, with the host that it has in its environment: the domain belongs to the one that customers
 * know. A host that is somebody else's to point here stays as declared.
 */
export function meshIn(platform: Platform, { environment }: Cluster, { workload, mesh }: PlacedService): MeshPlan | undefined {
  if (!mesh?.gateway) return mesh;
  const host = publicHost(platform, environment, workload.name) ?? mesh.gateway.host;
  return { ...mesh, gateway: { ...mesh.gateway, host } };
}
