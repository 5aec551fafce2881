import { platformOf } from '../support/platforms';
import { HTTP, render, webService } from './support';

const peer = (name: string, ports = [HTTP]) => ({ name, namespace: 'shop', instance: 'shop', ports });
const policy = (more: Parameters<typeof webService>[0]) => render(webService(more)).kind('NetworkPolicy').spec;
const names = (rules: unknown, end: 'from' | 'to') =>
  (rules as Record<string, { podSelector?: { matchLabels?: Record<string, string> } }[]>[]).flatMap((rule) =>
    (rule[end] ?? []).map(
      ({ podSelector }) => podSelector?.matchLabels?.['app.kubernetes.io/name'] ?? podSelector?.matchLabels?.['k8s-app'] ?? 'other',
    ),
  );

describe('the network policy of a service', () => {
  test('with no callers and no calls admits nothing, and lets out DNS only', () => {
    const spec = policy({});
    expect(spec.ingress).toEqual([]);
    expect(names(spec.egress, 'to')).toEqual(['kube-dns']);
    expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
  });

  test('admits each declared caller on the container port', () => {
    const spec = policy({ callers: [peer('web')] });
    expect(names(spec.ingress, 'from')).toEqual(['web']);
    expect(spec.ingress[0]?.ports).toEqual([{ port: 8080, protocol: 'TCP' }]);
  });

  test('lets out each declared call, on container and Service port', () => {
    const spec = policy({ callees: [peer('stock')] });
    expect(names(spec.egress, 'to')).toEqual(['stock', 'kube-dns']);
    expect(spec.egress[0]?.ports).toEqual([
      { port: 8080, protocol: 'TCP' },
      { port: 80, protocol: 'TCP' },
    ]);
  });

  test('does not open every port to a peer that has none, as an empty list would', () => {
    const spec = policy({ callees: [peer('worker', [])], callers: [peer('other', [])] });
    expect(names(spec.egress, 'to')).toEqual(['kube-dns']);
    expect(spec.ingress).toEqual([]);
  });

  test('admits load balancers from the public subnets only where the service is public', () => {
    expect(policy({ public: { cidrs: ['10.0.192.0/22'], ports: [HTTP] } }).ingress).toEqual([
      { from: [{ ipBlock: { cidr: '10.0.192.0/22' } }], ports: [{ port: 8080, protocol: 'TCP' }] },
    ]);
    expect(policy({ public: { cidrs: [], ports: [HTTP] } }).ingress).toEqual([]);
  });

  test('admits the scraper on the metrics port only where metrics are declared', () => {
    const spec = policy({ metrics: { port: { ...HTTP, name: 'metrics', port: 9090 }, path: '/metrics' } });
    expect(spec.ingress[0]?.ports).toEqual([{ port: 9090, protocol: 'TCP' }]);
    expect(JSON.stringify(spec.ingress[0])).toContain('"kubernetes.io/metadata.name":"monitoring"');
  });

  test('is one end of an edge whose other end the callee admits', () => {
    const service = (calls: string) =>
      `{ tier: 2, image: "r.example.com/a:1", ports: { http: { port: 8080, protocol: http } }, resources: { requests: { cpu: 100m, memory: 64Mi } }, calls: [${calls}] }`;
    const [cluster] = platformOf(`  web: ${service('stock')}\n  stock: ${service('')}\n`).clusters;
    const spec = (name: string) => {
      const placed = cluster?.services.find(({ workload }) => workload.name === name);
      if (!placed) throw new Error(`no ${name}`);
      return render(placed.workload).kind('NetworkPolicy').spec;
    };
    expect(names(spec('web').egress, 'to')).toContain('stock');
    expect(names(spec('stock').ingress, 'from')).toEqual(['web']);
    expect(names(spec('stock').egress, 'to')).toEqual(['kube-dns']);
  });
});
