import fc from 'fast-check';
import { type Attempted, amplifications, resolvePlatform } from '../../../lib/model';
import { parseSpec } from '../../../lib/spec';

const service = (calls: string, more = '') =>
  `{ tier: 2, image: "r.example.com/a:1", ports: { http: { port: 80, protocol: http } }, probe: { http: { path: / } }, resources: { requests: { cpu: 100m, memory: 64Mi } }, calls: [${calls}]${more} }`;

function budget(services: Readonly<Record<string, string>>) {
  const file = `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
mesh: istio
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 } }
environments: { production: { account: "111111111111" } }
services:
${Object.entries(services)
  .map(([name, text]) => `  ${name}: ${text}`)
  .join('\n')}
`;
  const retries = resolvePlatform(parseSpec(file, 'test.yaml').spec).clusters[0]?.retries;
  if (!retries) throw new Error('no budget');
  return retries;
}
const timeouts = (services: Readonly<Record<string, string>>) =>
  budget(services).calls.map(({ caller, callee, timeoutMs, perTryMs }) => [`${caller} -> ${callee}`, timeoutMs.value, perTryMs]);

describe('how long services wait', () => {
  test('follows from the leaves up: a caller waits for the work of its callee and for what that waits for', () => {
    expect(timeouts({ web: service('cart'), cart: service('db'), db: service('') })).toEqual([
      ['cart -> db', 5_000, 5_000],
      ['web -> cart', 10_000, 10_000],
    ]);
  });

  test('follows from the latency that a callee promises, and from the attempts that are made', () => {
    const fast = ', objectives: { latency: { threshold: 250ms, target: 99 } }';
    expect(timeouts({ web: service('{ service: cart, attempts: 2 }'), cart: service('', fast) })).toEqual([['web -> cart', 2_000, 1_000]]);
  });

  test('is what is declared, divided by the attempts', () => {
    expect(timeouts({ web: service('{ service: cart, attempts: 2, timeout: 3s }'), cart: service('') })).toEqual([
      ['web -> cart', 3_000, 1_500],
    ]);
  });

  test('ends for services that call each other in a circle', () => {
    expect(timeouts({ a: service('b'), b: service('a') })).toHaveLength(2);
  });
});

describe('attempts along the calls', () => {
  const call = (caller: string, callee: string, attempts: number): Attempted => ({ caller, callee, attempts });

  test('multiply, and the worst path counts', () => {
    const worst = amplifications([call('web', 'cart', 2), call('web', 'search', 3), call('cart', 'db', 3), call('search', 'db', 1)]);
    expect(worst.get('db')).toMatchObject({ attempts: 6, path: [{ service: 'web' }, { service: 'cart' }, { service: 'db' }] });
  });

  test('have no bound in a circle that repeats anything', () => {
    expect(amplifications([call('a', 'b', 2), call('b', 'a', 1)]).get('a')?.attempts).toBe(Number.POSITIVE_INFINITY);
    expect(amplifications([call('a', 'b', 1), call('b', 'a', 1)]).get('a')?.attempts).toBe(1);
  });

  /** Every path of a graph without circles, the slow way. */
  const slowly = (calls: readonly Attempted[], service: string): number =>
    Math.max(1, ...calls.filter(({ callee }) => callee === service).map(({ caller, attempts }) => attempts * slowly(calls, caller)));

  test('are those of the worst of all paths, for any graph without circles', () => {
    const edge = fc
      .tuple(fc.nat(7), fc.nat(7), fc.integer({ min: 1, max: 4 }))
      .filter(([a, b]) => a < b)
      .map(([a, b, attempts]) => call(`s${a}`, `s${b}`, attempts));
    fc.assert(
      fc.property(fc.uniqueArray(edge, { maxLength: 14, selector: ({ caller, callee }) => `${caller} ${callee}` }), (calls) => {
        for (const [service, { attempts, path }] of amplifications(calls)) {
          expect(attempts).toBe(slowly(calls, service));
          expect(path.reduce((product, step) => product * step.attempts, 1)).toBe(attempts);
        }
      }),
    );
  });
});
