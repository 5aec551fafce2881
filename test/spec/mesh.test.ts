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
});
