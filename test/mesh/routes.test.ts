import { type MeshPlan, type PlacedService, resolvePlatform, type Workload } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import { platformOf } from '../support/platforms';
import { meshed, meshObjects, specsOf } from './support';

const platform = (web = '', cart = '', more = '') => {
  const { services, more: rest } = meshed(web, cart, more);
  return platformOf(services, rest);
};
interface Route {
  readonly name: string;
  readonly match?: unknown;
  readonly route: readonly { readonly destination: { readonly host: string; readonly subset?: string }; readonly weight?: number }[];
  readonly timeout?: string;
  readonly retries?: unknown;
  readonly fault?: unknown;
}
const routes = (...args: Parameters<typeof platform>) => (specsOf(platform(...args), 'cart', 'VirtualService')[0]?.http ?? []) as Route[];
const routeSpecs = (workload: Workload, mesh: MeshPlan) =>
  (meshObjects(workload, mesh).find(({ kind }) => String(kind) === 'VirtualService')?.spec.http ?? []) as Route[];

const CANARY =
  ', objectives: { availability: 99.9 }, rollout: { strategy: canary, header: { name: X-Version, value: v2 }, steps: [{ weight: 10, pause: 5m }, { weight: 50, pause: 5m }] }';
const BLUE_GREEN = ', objectives: { availability: 99.9 }, rollout: { strategy: blueGreen, header: { name: x-version, value: v2 } }';
const HOST = 'cart.shop.svc.cluster.local';

describe('the routes of a service', () => {
  test('send what carries x-version: v2 to the new version, and divide the rest 90 to 10, in that order', () => {
    expect(routes('', CANARY).map(({ match, route }) => ({ match, route }))).toEqual([
      { match: [{ headers: { 'x-version': { exact: 'v2' } } }], route: [{ destination: { host: HOST, subset: 'canary' } }] },
      {
        match: undefined,
        route: [
          { destination: { host: HOST, subset: 'stable' }, weight: 90 },
          { destination: { host: HOST, subset: 'canary' }, weight: 10 },
        ],
      },
    ]);
  });

  test('of a blue-green roll-out lead to its preview by the header, and else to whatever is active', () => {
    expect(routes('', BLUE_GREEN).map(({ route }) => route)).toEqual([
      [{ destination: { host: 'cart-preview.shop.svc.cluster.local' } }],
      [{ destination: { host: HOST } }],
    ]);
  });

  test('repeat nothing that no caller asks to repeat, though Istio would', () => {
    expect(routes().map(({ retries }) => retries)).toEqual([{ attempts: 0 }]);
  });

  test('give a caller with a patience of its own a route of its own, before that of all others', () => {
    const [own, rest] = routes('{ service: cart, timeout: 15s, attempts: 3 }');
    expect(own).toMatchObject({
      name: 'from-web',
      match: [{ sourceLabels: { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/instance': 'shop' } }],
      timeout: '15s',
      retries: { attempts: 2, perTryTimeout: '5s' },
    });
    expect(rest).toMatchObject({ name: 'primary', timeout: '5s', retries: { attempts: 0 } });
  });

  test('are moved by a roll-out at every caller, and at the gateway', () => {
    const { services, more } = meshed('{ service: cart, timeout: 15s, attempts: 3 }', `, public: { host: cart.example.com }${CANARY}`);
    const plan = platformOf(services, more).clusters[0]?.services.find(({ workload }) => workload.name === 'cart')?.workload.rollout;
    expect(plan).toMatchObject({
      routes: [
        { kind: 'VirtualService', name: 'cart', routes: ['from-web', 'primary'] },
        { kind: 'VirtualService', name: 'cart-public', routes: ['primary'] },
      ],
    });
  });

  test('of a public host tell browsers to come by TLS only', () => {
    const [, open] = specsOf(platform(), 'web', 'VirtualService');
    expect(open).toMatchObject({ hosts: ['shop.example.com'], gateways: ['istio-ingress/public'], exportTo: ['.', 'istio-ingress'] });
    const secured = { headers: { response: { set: { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } } } };
    expect(open?.http).toMatchObject([secured]);
  });

  test('disturb requests in the environments that are declared, and in no other', () => {
    const file = `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
mesh: istio
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 } }
environments:
  production: { account: "111111111111" }
  staging: { account: "222222222222", cidrs: { primary: 10.9.0.0/16 } }
services:
${meshed('', ', mesh: { fault: { abort: { percent: 5%, status: 503 }, delay: { percent: 7%, time: 2s }, environments: [staging] } }').services}`;
    const { clusters } = resolvePlatform(parseSpec(file, 'test.yaml').spec);
    const faults = clusters.map(({ environment, services }) => [environment, services.find(({ workload }) => workload.name === 'cart')]);
    expect(
      (faults as [string, PlacedService][]).map(([environment, { workload, mesh }]) => [
        environment,
        mesh && routeSpecs(workload, mesh)[0]?.fault,
      ]),
    ).toEqual([
      ['production', undefined],
      ['staging', { abort: { percentage: { value: 5 }, httpStatus: 503 }, delay: { percentage: { value: 7 }, fixedDelay: '2s' } }],
    ]);
  });

  test('copy requests to another service, which the callers may reach too', () => {
    const mirror = ', mesh: { mirror: { service: web, percent: 20% } }';
    expect(routes('', mirror)[0]).toMatchObject({
      mirrors: [{ destination: { host: 'web.shop.svc.cluster.local' }, percentage: { value: 20 } }],
    });
  });

  test('do not exist for a service that speaks TCP, which still has bounds', () => {
    const { services, more } = meshed('', '');
    const tcp = platformOf(
      services.replace(/(cart: \{.*)protocol: http/, '$1protocol: tcp').replace(/(cart: \{.*)http: \{ path: \/ok \}/, '$1tcp: {}'),
      more,
    );
    expect(specsOf(tcp, 'cart', 'VirtualService')).toEqual([]);
    expect(specsOf(tcp, 'cart', 'DestinationRule')[0]?.trafficPolicy).toMatchObject({
      tls: { mode: 'ISTIO_MUTUAL' },
      connectionPool: { tcp: { maxConnections: 100 } },
    });
  });
});
