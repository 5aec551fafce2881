import { platformOf } from '../support/platforms';
import { meshed, objectsOf, specsOf } from './support';

const platform = (web = '', cart = '', more = '') => {
  const { services, more: rest } = meshed(web, cart, more);
  return platformOf(services, rest);
};

describe('who may call a service', () => {
  test('is its declared caller, by identity, on its port', () => {
    expect(specsOf(platform(), 'cart', 'AuthorizationPolicy')[0]?.rules).toEqual([
      { from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }], to: [{ operation: { ports: ['8080'] } }] },
    ]);
  });

  test('is the gateway when it is public', () => {
    expect(specsOf(platform(), 'web', 'AuthorizationPolicy')[0]?.rules).toMatchObject([
      { from: [{ source: { principals: ['cluster.local/ns/istio-ingress/sa/istio-ingress'] } }] },
    ]);
  });

  test('may use the methods and paths that are declared', () => {
    const call = '{ service: cart, methods: [GET, POST], paths: [/carts, /carts/*] }';
    expect(specsOf(platform(call), 'cart', 'AuthorizationPolicy')[0]?.rules).toMatchObject([
      { to: [{ operation: { ports: ['8080'], methods: ['GET', 'POST'], paths: ['/carts', '/carts/*'] } }] },
    ]);
  });

  test('needs a token of the issuer where one is declared', () => {
    const jwt = ', mesh: { jwt: { issuer: "https://id.example.com", jwks: "https://id.example.com/keys", audiences: [shop] } }';
    expect(specsOf(platform('', jwt), 'cart', 'RequestAuthentication')[0]?.jwtRules).toEqual([
      { issuer: 'https://id.example.com', jwksUri: 'https://id.example.com/keys', audiences: ['shop'], forwardOriginalToken: true },
    ]);
    expect(specsOf(platform('', jwt), 'cart', 'AuthorizationPolicy')[0]?.rules).toMatchObject([
      { from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'], requestPrincipals: ['https://id.example.com/*'] } }] },
    ]);
  });

  test('may speak plaintext to a port that is declared with a reason, and to no other', () => {
    const [policy] = objectsOf(platform('', ', mesh: { plaintext: { http: the old till has no sidecar } }'), 'cart').filter(
      ({ kind }) => String(kind) === 'PeerAuthentication',
    );
    expect(policy?.spec).toMatchObject({ mtls: { mode: 'STRICT' }, portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } });
    expect(JSON.stringify(policy?.metadata)).toContain('the old till has no sidecar');
    expect(specsOf(platform(), 'cart', 'PeerAuthentication')).toEqual([]);
  });
});

describe('what a service may call', () => {
  test('is what it declares, and the control plane', () => {
    expect(specsOf(platform(), 'web', 'Sidecar')[0]).toMatchObject({
      egress: [{ hosts: ['shop/cart.shop.svc.cluster.local', 'istio-system/*'] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
    expect(specsOf(platform(), 'cart', 'Sidecar')[0]?.egress).toEqual([{ hosts: ['istio-system/*'] }]);
  });

  test('is a host outside by its name', () => {
    const bank = ', egress: [{ host: api.bank.example.com, ports: [443], because: payments }]';
    expect(specsOf(platform('', bank), 'cart', 'Sidecar')[0]?.egress).toEqual([{ hosts: ['shop/api.bank.example.com', 'istio-system/*'] }]);
  });

  test('is called within its bounds, near first, over mutual TLS', () => {
    expect(specsOf(platform(), 'cart', 'DestinationRule')[0]).toMatchObject({
      host: 'cart.shop.svc.cluster.local',
      exportTo: ['.'],
      trafficPolicy: {
        tls: { mode: 'ISTIO_MUTUAL' },
        outlierDetection: { maxEjectionPercent: 50 },
        loadBalancer: {
          localityLbSetting: {
            failoverPriority: ['topology.istio.io/network', 'topology.kubernetes.io/region', 'topology.kubernetes.io/zone'],
          },
        },
      },
    });
  });
});
