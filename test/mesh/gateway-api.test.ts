import { renderManifests } from '../../charts/render';
import type { Node } from '../deployment/support';
import { platformOf } from '../support/platforms';
import { meshed } from './support';

const CANARY =
  ', objectives: { availability: 99.9 }, metrics: { port: http }, rollout: { strategy: canary, header: { name: X-Version, value: v2 }, steps: [{ weight: 10, pause: 5m }, { weight: 50, pause: 5m }] }';
const BLUE_GREEN =
  ', objectives: { availability: 99.9 }, metrics: { port: http }, rollout: { strategy: blueGreen, header: { name: x-version, value: v2 } }';

const objects = (cart = '', istio = 'routes: gatewayApi') => {
  const { services, more } = meshed('', cart, `istio: { ${istio} }\n`);
  const [cluster] = renderManifests(platformOf(services, more));
  return (cluster?.objects ?? []).map(({ object }) => object as unknown as Node);
};
const spec = (all: readonly Node[], kind: string, name: string) => {
  const found = all.find((object) => String(object.kind) === kind && String(object.metadata.name) === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found.spec;
};
const AMBIENT = 'dataPlane: ambient';

describe.each(['routes: gatewayApi', AMBIENT])('routes of the Gateway API (%s)', (istio) => {
  test('send what carries x-version: v2 to the new version, and divide the rest 90 to 10, in that order', () => {
    expect(spec(objects(CANARY, istio), 'HTTPRoute', 'cart')).toMatchObject({
      parentRefs: [{ kind: 'Service', name: 'cart', port: 80 }],
      rules: [
        {
          name: 'preview',
          matches: [{ headers: [{ type: 'Exact', name: 'x-version', value: 'v2' }] }],
          backendRefs: [{ name: 'cart-preview', port: 80 }],
        },
        {
          name: 'primary',
          backendRefs: [
            { name: 'cart', port: 80, weight: 90 },
            { name: 'cart-preview', port: 80, weight: 10 },
          ],
        },
      ],
    });
  });

  test('are moved by the roll-out, between Services that exist', () => {
    const all = objects(`, public: { host: cart.example.com }${CANARY}`, istio);
    expect(spec(all, 'Rollout', 'cart')).toMatchObject({
      strategy: {
        canary: {
          stableService: 'cart',
          canaryService: 'cart-preview',
          trafficRouting: {
            plugins: {
              'argoproj-labs/gatewayAPI': {
                namespace: 'shop',
                // What comes through the gateway passes the waypoint, which divides it.
                httpRoutes: istio === AMBIENT ? [{ name: 'cart' }] : [{ name: 'cart' }, { name: 'cart-public' }],
              },
            },
          },
        },
      },
    });
    for (const name of ['cart', 'cart-preview']) expect(spec(all, 'Service', name).ports).toBeDefined();
    const open = spec(all, 'HTTPRoute', 'cart-public').rules as unknown as { name: string; backendRefs: unknown[] }[];
    expect(open.map(({ name, backendRefs }) => [name, backendRefs.length])).toEqual(
      istio === AMBIENT
        ? [['primary', 1]]
        : [
            ['preview', 1],
            ['primary', 2],
          ],
    );
  });

  test('of a blue-green roll-out lead to its preview by the header', () => {
    const { rules } = spec(objects(BLUE_GREEN, istio), 'HTTPRoute', 'cart') as unknown as { rules: { backendRefs: { name: string }[] }[] };
    expect(rules.map(({ backendRefs }) => backendRefs.map(({ name }) => name))).toEqual([['cart-preview'], ['cart']]);
  });

  test('write times as the Gateway API reads them, without fractions', () => {
    const timed = ', objectives: { latency: { threshold: 375ms, target: 99 } }, metrics: { port: http }';
    const { rules } = spec(objects(timed, istio), 'HTTPRoute', 'cart') as unknown as { rules: { timeouts: { request: string } }[] };
    expect(rules.map(({ timeouts }) => timeouts.request)).toEqual(['1s500ms']);
  });

  test('copy a share of requests in whole parts', () => {
    const { rules } = spec(objects(', mesh: { mirror: { service: web, percent: 0.5% } }', istio), 'HTTPRoute', 'cart') as unknown as {
      rules: { filters: unknown }[];
    };
    expect(rules[0]?.filters).toEqual([
      {
        type: 'RequestMirror',
        requestMirror: { backendRef: { name: 'web', port: 80 }, fraction: { numerator: 50, denominator: 10_000 } },
      },
    ]);
  });

  test('of a gRPC service are those of gRPC', () => {
    const { services, more } = meshed('', CANARY, `istio: { ${istio} }\n`);
    const grpc = services
      .replace(/(cart: \{.*)protocol: http/, '$1protocol: grpc')
      .replace(/(cart: \{.*)http: \{ path: \/ok \}/, '$1grpc: {}');
    const [cluster] = renderManifests(platformOf(grpc, more));
    const all = (cluster?.objects ?? []).map(({ object }) => object as unknown as Node);
    const { rules } = spec(all, 'GRPCRoute', 'cart') as unknown as { rules: { timeouts?: unknown }[] };
    expect(rules).toHaveLength(2);
    expect(rules.every(({ timeouts }) => timeouts === undefined)).toBe(true);
    expect(all.some(({ kind, metadata }) => String(kind) === 'HTTPRoute' && String(metadata.name) === 'cart')).toBe(false);
  });

  test('take the place of those of Istio', () => {
    const kinds = objects(CANARY, istio).map(({ apiVersion, kind }) => `${String(apiVersion)} ${String(kind)}`);
    expect(kinds.filter((kind) => /networking.istio.io\/v1 (VirtualService|Gateway)$/.test(kind)).sort()).toEqual(
      // Between two networks sidecars are told apart by the name in their greeting, which the Gateway API has no word for.
      istio === AMBIENT ? [] : ['networking.istio.io/v1 Gateway'],
    );
  });
});

describe('the gateway in the Gateway API', () => {
  const all = objects();

  test('is the one that runs already, with a listener and a certificate for each name', () => {
    expect(spec(all, 'Gateway', 'public')).toMatchObject({
      gatewayClassName: 'istio',
      addresses: [{ type: 'Hostname', value: 'istio-ingress.istio-ingress.svc.cluster.local' }],
      listeners: [
        { name: 'http', protocol: 'HTTP', port: 80, allowedRoutes: { namespaces: { from: 'Same' } } },
        {
          hostname: 'shop.example.com',
          protocol: 'HTTPS',
          port: 443,
          tls: { mode: 'Terminate', certificateRefs: [{ kind: 'Secret', name: 'shop-example-com-tls' }] },
        },
        { hostname: 'eu-west-1.shop.example.com', protocol: 'HTTPS', port: 443 },
      ],
    });
  });

  test('sends plaintext to https, and tells browsers to come so', () => {
    expect(spec(all, 'HTTPRoute', 'https-redirect')).toMatchObject({
      parentRefs: [{ name: 'public', sectionName: 'http' }],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    });
    expect(spec(all, 'HTTPRoute', 'web-public')).toMatchObject({
      hostnames: ['shop.example.com', 'eu-west-1.shop.example.com'],
      rules: [
        {
          filters: [
            {
              responseHeaderModifier: { set: [{ name: 'strict-transport-security', value: 'max-age=31536000; includeSubDomains' }] },
            },
          ],
        },
      ],
    });
  });
});
