import { type Cluster, type Platform, requestedQuotas } from '../../../lib/model';
import { platformOf } from '../../support/platforms';

const service = (name: string, more = '') =>
  `  ${name}: { tier: 2, image: "r.example.com/a:1", ports: { http: { port: 8080, protocol: http } }, probe: { http: { path: / } }, resources: { requests: { cpu: 100m, memory: 64Mi } }${more} }\n`;
const LOAD = ', public: {}, load: { users: 100000, thinkTime: 10s, responseTime: 200ms, requestsPerReplica: 1000 }, calls: [cart]';
const SERVICES =
  service('web', LOAD) + service('cart', ', load: { requestsPerReplica: 1000 }, objectives: { latency: { threshold: 250ms, target: 99 } }');

const cluster = ({ clusters: [first] }: Platform): Cluster => {
  if (!first) throw new Error('no cluster');
  return first;
};
const inMesh = (istio: string) => platformOf(SERVICES, `mesh: istio\nistio: { ${istio} }\n`);
const gateways = (platform: Platform) => cluster(platform).gateways.map(({ workload }) => `${workload.namespace}/${workload.name}`);

describe('what a mesh takes up', () => {
  const none = platformOf(SERVICES);
  const sidecars = inMesh('dataPlane: sidecar');
  const ambient = inMesh('dataPlane: ambient');

  test('is two gateways, and without sidecars a waypoint where requests are read', () => {
    expect(gateways(none)).toEqual([]);
    expect(gateways(sidecars)).toEqual(['istio-ingress/istio-ingress', 'istio-ingress/istio-eastwest']);
    expect(gateways(ambient)).toEqual(['istio-ingress/istio-ingress', 'istio-ingress/istio-eastwest', 'shop/waypoint']);
  });

  test('is large enough for the requests of what stands behind', () => {
    const [ingress] = cluster(sidecars).gateways;
    const [web] = cluster(sidecars).services.filter(({ workload }) => workload.name === 'web');
    expect(ingress?.throughput.value).toBe(web?.throughput.value);
    // 9,800 requests a second at 500 for each replica.
    expect(ingress?.workload.scaling?.floor.value).toBeGreaterThanOrEqual(20);
  });

  test('has room on the nodes, in the least and in the most of them', () => {
    for (const platform of [sidecars, ambient]) {
      for (const at of ['min', 'max'] as const) {
        const scale = at === 'min' ? 'floor' : 'ceiling';
        const { nodes, gateways, services } = cluster(platform);
        const asked = [...gateways, ...services].reduce(
          (sum, { workload }) => sum + (workload.scaling?.[scale].value ?? 0) * workload.resources.requests.cpu.millicores,
          0,
        );
        // A zone may be gone.
        const left = (nodes[at].value * nodes.allocatable.value.millicores * 2) / 3;
        expect(left).toBeGreaterThanOrEqual(asked);
        expect(nodes[at].value).toBeGreaterThan(cluster(none).nodes[at].value);
      }
    }
  });

  test('is less on each node: the CNI plugin, and without sidecars the proxy of the node', () => {
    const offered = (platform: Platform) => cluster(platform).nodes.allocatable.value;
    expect(offered(none).millicores - offered(sidecars).millicores).toBe(100);
    expect(offered(sidecars).millicores - offered(ambient).millicores).toBe(200);
    expect(offered(none).pods - offered(ambient).pods).toBe(2);
    expect(offered(sidecars).bytes - offered(ambient).bytes).toBe(512 * 2 ** 20);
  });

  test('is in the quota of the namespace where the waypoint runs, and nothing is there for sidecars that nobody has', () => {
    const quota = (platform: Platform) => cluster(platform).tenancy.quota;
    const [waypoint] = cluster(ambient).gateways.filter(({ workload }) => workload.name === 'waypoint');
    const { ceiling } = waypoint?.workload.scaling ?? {};
    expect(quota(ambient).pods.value - quota(none).pods.value).toBeGreaterThanOrEqual(ceiling?.value ?? Number.POSITIVE_INFINITY);
    expect(quota(sidecars).pods.value).toBe(quota(none).pods.value);
    expect(quota(sidecars).cpu.value.millicores - quota(none).cpu.value.millicores).toBe(100 * quota(none).pods.value);
  });

  test('is among the processors that an account must be allowed', () => {
    const vcpus = (platform: Platform) => requestedQuotas(platform).find(({ code }) => code === 'L-1216C47A')?.needed ?? 0;
    expect(vcpus(sidecars)).toBeGreaterThan(vcpus(none));
  });
});
