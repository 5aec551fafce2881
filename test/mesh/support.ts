import { App, Chart } from 'cdk8s';
import { ServiceMesh } from '../../lib/mesh';
import type { MeshPlan, PlacedService, Platform, Workload } from '../../lib/model';
import type { Node } from '../deployment/support';

/** Two services in a mesh: web calls cart, and what else is declared. */
export const meshed = (web = '', cart = '', more = '') => ({
  services: `  web: { ${COMMON}, public: {}, calls: [${web || 'cart'}] }\n  cart: { ${COMMON}${cart} }\n`,
  more: `mesh: istio\n${more}`,
});
const COMMON =
  'tier: 2, image: "r.example.com/a:1", ports: { http: { port: 8080, servicePort: 80, protocol: http } }, probe: { http: { path: /ok } }, resources: { requests: { cpu: 100m, memory: 64Mi } }, load: { requestsPerReplica: 50 }';

export function placed({ clusters: [cluster] }: Platform, name: string): PlacedService {
  const found = cluster?.services.find(({ workload }) => workload.name === name);
  if (!found) throw new Error(`no service ${name}`);
  return found;
}

/** What the mesh has for a service of a platform. */
export function objectsOf(platform: Platform, name: string): Node[] {
  const { workload, mesh } = placed(platform, name);
  if (!mesh) throw new Error(`${name} is in no mesh`);
  return meshObjects(workload, mesh);
}

export function meshObjects(workload: Workload, mesh: MeshPlan): Node[] {
  const chart = new Chart(new App(), 'test', { disableResourceNameHashes: true });
  new ServiceMesh(chart, 'Mesh', { workload, mesh });
  return chart.toJson() as Node[];
}

export const specsOf = (platform: Platform, name: string, kind: string) =>
  objectsOf(platform, name)
    .filter((object) => String(object.kind) === kind)
    .map(({ spec }) => spec);
