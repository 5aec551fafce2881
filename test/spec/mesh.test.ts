import { parseSpec, SpecError } from '../../lib/spec';

const file = (web: string, more = 'mesh: istio') => `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 } }
environments: { production: { account: "111111111111" } }
${more}
services:
  web: { tier: 2, image: "r.example.com/web:1", ports: { http: { port: 80, protocol: http } }, probe: { http: { path: / } }, resources: { requests: { cpu: 100m, memory: 64Mi } }, ${web} }
  cart: { tier: 2, image: "r.example.com/cart:1", ports: { http: { port: 80, protocol: http } }, probe: { http: { path: / } }, resources: { requests: { cpu: 100m, memory: 64Mi } }, objectives: { latency: { threshold: 250ms, target: 99 } } }
`;

function told(text: string): string {
  try {
    parseSpec(text, 'test.yaml');
    return '';
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
}

describe('a platform file with a mesh', () => {
  test.each([
    ['a port in plaintext that does not exist', 'mesh: { plaintext: { htp: old } }', 'did you mean http?'],
    ['plaintext without a reason', 'mesh: { plaintext: { http: "" } }', 'plaintext'],
    ['a mirror that does not exist', 'mesh: { mirror: { service: crt, percent: 5% } }', 'did you mean cart?'],
    [
      'a fault in an environment that does not exist',
      'mesh: { fault: { abort: { percent: 5%, status: 503 }, environments: [prod] } }',
      'environment',
    ],
    [
      'a caller that gives up before the callee is slow',
      'calls: [{ service: cart, timeout: 100ms }]',
      '250ms that the latency objective of cart calls fast',
    ],
    [
      'attempts too short for the callee',
      'calls: [{ service: cart, timeout: 600ms, attempts: 3 }]',
      'for each of 3 attempts at least the 250ms',
    ],
    ['a way out to nowhere', 'egress: [{ ports: [443], because: bank }]', 'neither cidr nor host'],
    [
      'a way out to two places',
      'egress: [{ cidr: 192.0.2.0/24, host: bank.example.com, ports: [443], because: bank }]',
      'both cidr and host',
    ],
    ['a path that is none', 'calls: [{ service: cart, paths: [carts] }]', 'a path such as /carts'],
  ])('is refused with %s', (_, web, says) => {
    expect(told(file(web))).toContain(says);
  });

  test.each([
    ['tokens', 'mesh: { jwt: { issuer: "https://id.example.com" } }', 'jwt without a mesh'],
    ['a timeout', 'calls: [{ service: cart, timeout: 1s }]', 'timeout without a mesh'],
    ['methods', 'calls: [{ service: cart, methods: [GET] }]', 'methods without a mesh'],
  ])('that has none is refused with %s, which nobody would look at', (_, web, says) => {
    expect(told(file(web, ''))).toContain(says);
    expect(told(file(web))).toBe('');
  });

  test.each([
    ['a timeout of one caller', 'calls: [{ service: cart, timeout: 1s }]', 'these routes do not know who calls'],
    ['attempts', 'calls: [{ service: cart, attempts: 2 }]', 'retries are not in the standard channel'],
    [
      'faults',
      'mesh: { fault: { abort: { percent: 5%, status: 503 }, environments: [production] } }',
      'fault injection with routes of the Gateway API',
    ],
  ])('whose routes are those of the Gateway API is refused with %s, which they cannot say', (_, web, says) => {
    for (const istio of ['{ routes: gatewayApi }', '{ dataPlane: ambient }']) {
      expect(told(file(web, `mesh: istio\nistio: ${istio}`))).toContain(says);
    }
    expect(told(file(web))).toBe('');
  });

  test('whose callers make one attempt says nothing that the Gateway API cannot', () => {
    expect(told(file('calls: [{ service: cart, attempts: 1 }]', 'mesh: istio\nistio: { routes: gatewayApi }'))).toBe('');
  });

  test('copies requests to what takes requests only', () => {
    const tcp = file('mesh: { mirror: { service: cart, percent: 5% } }').replace(
      /(cart: \{.*)protocol: http(.*)http: \{ path: \/ \}/,
      '$1protocol: tcp$2tcp: {}',
    );
    expect(told(tcp)).toContain('a service with a port of protocol http or grpc');
  });

  test('without sidecars is refused with routes of Istio, with a service called as the waypoint is, and with roll-outs that nothing judges', () => {
    const ambient = 'mesh: istio\nistio: { dataPlane: ambient }';
    expect(told(file('', ambient.replace(' }', ', routes: istio }')))).toContain('routes of Istio with dataPlane: ambient');
    expect(told(file('', ambient).replaceAll('cart', 'waypoint'))).toContain('a service called waypoint');
    const judged = 'objectives: { availability: 99 }, rollout: { strategy: canary }';
    expect(told(file(judged, ambient))).toContain('canary for a service without metrics');
    expect(told(file(`${judged}, metrics: { port: http }`, ambient))).toBe('');
    expect(told(file(judged))).toBe('');
  });

  test('has no firewall of AWS, which would see bytes only', () => {
    const firewall = 'traffic: { firewall: { requestsPerAddress: 100 } }';
    expect(told(file('', `mesh: istio\n${firewall}`))).toContain('a firewall with mesh: istio');
    expect(told(file('', firewall))).toBe('');
  });
});
