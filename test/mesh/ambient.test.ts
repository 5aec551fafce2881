import { renderManifests } from '../../charts/render';
import type { Node } from '../deployment/support';
import { fixturePlatform, platformOf } from '../support/platforms';
import { meshed } from './support';

const platform = (web = '', cart = '', more = '') => {
  const { services, more: rest } = meshed(web, cart, `istio: { dataPlane: ambient }\n${more}`);
  return platformOf(services, rest);
};
const objectsOf = (of: ReturnType<typeof platform>) =>
  (renderManifests(of)[0]?.objects ?? []).map(({ object }) => object as unknown as Node);
const all = (objects: readonly Node[], kind: string) => objects.filter((object) => String(object.kind) === kind);
const find = (objects: readonly Node[], kind: string, name: string, namespace = 'shop') => {
  const found = all(objects, kind).find(
    ({ metadata }) => String(metadata.name) === name && String(metadata.namespace ?? namespace) === namespace,
  );
  if (!found) throw new Error(`no ${kind} ${namespace}/${name}`);
  return found;
};
const labelsOf = ({ metadata }: Node) => metadata.labels as unknown as Record<string, string>;

describe('a mesh without sidecars', () => {
  const objects = objectsOf(platform());

  test('takes the pods of the namespace in, and asks for no sidecar anywhere', () => {
    const labels = labelsOf(find(objects, 'Namespace', 'shop'));
    expect(labels).toMatchObject({ 'istio.io/dataplane-mode': 'ambient' });
    expect(Object.keys(labels)).not.toEqual(expect.arrayContaining(['istio-injection']));
    expect(all(objects, 'Sidecar')).toEqual([]);
    const services = all(objects, 'Deployment').filter(({ metadata }) => String(metadata.namespace) === 'shop');
    expect(services).toHaveLength(2);
    expect(JSON.stringify(services)).not.toContain('sidecar.istio.io');
  });

  test('names a revision at what the control plane makes, since on a namespace it would ask for sidecars', () => {
    const { services, more } = meshed(
      '',
      ', mesh: { jwt: { issuer: "https://id.example.com" } }',
      'istio: { dataPlane: ambient, revision: stable }\n',
    );
    const revised = objectsOf(platformOf(services, more));
    expect(labelsOf(find(revised, 'Namespace', 'shop'))).not.toHaveProperty(['istio.io/rev']);
    for (const [name, namespace] of [
      ['waypoint', 'shop'],
      ['istio-eastwest', 'istio-ingress'],
    ] as const) {
      expect(labelsOf(find(revised, 'Gateway', name, namespace))).toMatchObject({ 'istio.io/rev': 'stable' });
    }
  });

  test('has no waypoint where nothing is declared of requests', () => {
    expect(
      all(objects, 'Gateway')
        .map(({ metadata }) => String(metadata.name))
        .sort(),
    ).toEqual(['istio-eastwest', 'public']);
    expect(all(objects, 'Service').filter((service) => labelsOf(service)['istio.io/use-waypoint'])).toEqual([]);
    expect(find(objects, 'AuthorizationPolicy', 'cart').spec).toMatchObject({
      selector: {},
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }], to: [{ operation: { ports: ['8080'] } }] }],
    });
  });

  test('asks what is near first', () => {
    expect(find(objects, 'Service', 'cart').metadata.annotations).toMatchObject({
      'networking.istio.io/traffic-distribution': 'PreferClose',
    });
  });

  test('lets the kubelet in from the address that it asks from', () => {
    expect(find(objects, 'NetworkPolicy', 'cart').spec.ingress).toContainEqual({
      from: [{ ipBlock: { cidr: '169.254.7.127/32' } }],
      ports: [{ port: 8080, protocol: 'TCP' }],
    });
  });

  test('is asked by the other region through a door that ends the outer tunnel, for services that say so', () => {
    expect(find(objects, 'Gateway', 'istio-eastwest', 'istio-ingress')).toMatchObject({
      metadata: { labels: { 'topology.istio.io/network': 'shop-production-eu-west-1' } },
      spec: {
        gatewayClassName: 'istio-east-west',
        infrastructure: { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' } },
        listeners: [{ port: 15_008, protocol: 'HBONE', tls: { options: { 'gateway.istio.io/tls-terminate-mode': 'ISTIO_MUTUAL' } } }],
      },
    });
    expect(labelsOf(find(objects, 'Service', 'cart'))).toMatchObject({ 'istio.io/global': 'true' });
    expect(labelsOf(find(objects, 'Service', 'web'))).not.toHaveProperty(['istio.io/global']);
    expect(find(objects, 'NetworkPolicy', 'web').spec.egress).toContainEqual({
      to: [{ ipBlock: { cidr: '10.1.0.0/16' } }],
      ports: [{ port: 15_008, protocol: 'TCP' }],
    });
  });
});

describe('a waypoint', () => {
  test.each([
    ['methods are limited', '{ service: cart, methods: [GET] }', ''],
    ['paths are limited', '{ service: cart, paths: [/carts] }', ''],
    ['tokens are asked for', '', ', mesh: { jwt: { issuer: "https://id.example.com" } }'],
    ['requests are copied', '', ', mesh: { mirror: { service: web, percent: 5% } }'],
    ['a latency is promised', '', ', objectives: { latency: { threshold: 250ms, target: 99 } }'],
    ['versions divide requests', '', ', rollout: { strategy: canary, unjudged: test }'],
    ['a header leads to a version', '', ', rollout: { strategy: blueGreen, header: { name: x-version, value: v2 }, unjudged: test }'],
  ])('stands before a service where %s', (_, web, cart) => {
    const objects = objectsOf(platform(web, cart));
    expect(find(objects, 'Gateway', 'waypoint').spec).toMatchObject({ gatewayClassName: 'istio-waypoint' });
    expect(labelsOf(find(objects, 'Service', 'cart'))).toMatchObject({
      'istio.io/use-waypoint': 'waypoint',
      'istio.io/ingress-use-waypoint': 'true',
    });
    expect(labelsOf(find(objects, 'Service', 'web'))).not.toHaveProperty(['istio.io/use-waypoint']);
  });

  const objects = objectsOf(platform('{ service: cart, methods: [GET] }', ', mesh: { jwt: { issuer: "https://id.example.com" } }'));

  test('asks for identity, method and token, by the port of the Service; pods admit it alone', () => {
    expect(find(objects, 'AuthorizationPolicy', 'cart').spec).toEqual({
      action: 'ALLOW',
      targetRefs: [{ group: '', kind: 'Service', name: 'cart' }],
      rules: [
        {
          from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'], requestPrincipals: ['https://id.example.com/*'] } }],
          to: [{ operation: { ports: ['80'], methods: ['GET'] } }],
        },
      ],
    });
    expect(find(objects, 'AuthorizationPolicy', 'cart-pods').spec.rules).toEqual([
      { from: [{ source: { principals: ['cluster.local/ns/shop/sa/waypoint'] } }], to: [{ operation: { ports: ['8080'] } }] },
    ]);
    expect(find(objects, 'RequestAuthentication', 'cart').spec.targetRefs).toEqual([{ group: '', kind: 'Service', name: 'cart' }]);
    expect(find(objects, 'AuthorizationPolicy', 'waypoint-allow-nothing').spec).toEqual({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
    });
  });

  test('has pods that a restricted namespace admits, enough of them, and never all gone', () => {
    const data = (find(objects, 'ConfigMap', 'waypoint') as unknown as { data: Record<string, string> }).data;
    const part = (name: string) => JSON.parse(data[name] ?? 'null') as Node;
    expect(part('deployment').spec.template.spec).toMatchObject({
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{ name: 'istio-proxy', resources: { requests: { cpu: '500m' }, limits: { memory: '1Gi' } } }],
    });
    expect(part('horizontalPodAutoscaler').spec).toMatchObject({ minReplicas: 3 });
    expect(part('podDisruptionBudget').spec).toMatchObject({ maxUnavailable: 1 });
    expect(find(objects, 'Gateway', 'waypoint').spec.infrastructure).toMatchObject({
      parametersRef: { kind: 'ConfigMap', name: 'waypoint' },
    });
  });
});

describe('hosts outside of an ambient mesh', () => {
  const objects = objectsOf(
    platform(
      '',
      ', egress: [{ host: api.bank.example.com, ports: [443], because: payments }, { cidr: 192.0.2.0/28, ports: [9000], because: old }]',
    ),
  );

  test('are reached by name through the waypoint, which knows who calls', () => {
    expect(find(objects, 'ServiceEntry', 'api.bank.example.com')).toMatchObject({
      metadata: { labels: { 'istio.io/use-waypoint': 'waypoint' } },
      spec: { hosts: ['api.bank.example.com'], resolution: 'DNS', exportTo: ['.'] },
    });
    expect(find(objects, 'AuthorizationPolicy', 'to-api.bank.example.com').spec).toMatchObject({
      targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'api.bank.example.com' }],
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/cart'] } }], to: [{ operation: { ports: ['443'] } }] }],
    });
  });

  test('are reached past it by addresses that are declared, and no pod but the waypoint may call any host', () => {
    const blocks = (name: string) =>
      [...JSON.stringify(find(objects, 'NetworkPolicy', name).spec.egress).matchAll(/"cidr":"([^"]+)"/g)].map(([, cidr]) => cidr);
    expect(blocks('cart')).toEqual(['192.0.2.0/28']);
    expect(blocks('waypoint')).toEqual(['0.0.0.0/0']);
    expect(all(objects, 'ServiceEntry')).toHaveLength(1);
  });
});

describe('metrics in an ambient mesh', () => {
  const objects = objectsOf(fixturePlatform('ambient.yaml'));

  test('are read by a Prometheus that belongs to it, and that others may still read', () => {
    const [server] = all(objects, 'Prometheus');
    expect(server?.spec.podMetadata).toMatchObject({ labels: { 'istio.io/dataplane-mode': 'ambient' } });
    expect(find(objects, 'PeerAuthentication', 'prometheus-shop', 'monitoring').spec).toMatchObject({ mtls: { mode: 'PERMISSIVE' } });
    expect(find(objects, 'AuthorizationPolicy', 'stock').spec.rules).toContainEqual({
      from: [{ source: { principals: ['cluster.local/ns/monitoring/sa/prometheus'] } }],
      to: [{ operation: { ports: ['9100'] } }],
    });
  });

  test('of an application judge its roll-out, since no proxy tells versions apart', () => {
    expect(JSON.stringify(find(objects, 'PrometheusRule', 'web-versions'))).toContain('http_requests_total');
  });

  test('of waypoints are scraped and alerted about, and nobody waits for those of sidecars', () => {
    expect(find(objects, 'PodMonitor', 'waypoint').spec.podMetricsEndpoints).toMatchObject([{ portNumber: 15_020 }]);
    const rules = JSON.stringify(all(objects, 'PrometheusRule'));
    expect(rules).toContain('destination_service_name=\\"web\\",reporter=\\"waypoint\\"');
    expect(rules).not.toContain('reporter=\\"destination\\"');
  });
});
