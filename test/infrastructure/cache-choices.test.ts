import { cacheEngine } from '../../lib/infrastructure/cache-engine';
import { cacheNodeType } from '../../lib/infrastructure/cache-node';
import { cacheName } from '../../lib/model';
import { parseSpec } from '../../lib/spec';

/** A managed Redis with more of its fields declared. */
function redis(fields: string) {
  const text = `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 } }
environments: { production: { account: "111111111111" } }
databases: { cart: { engine: redis, tier: "2"${fields} } }
services: { a: { tier: 2, image: "r.example.com/a:1", resources: { requests: { cpu: 100m, memory: 64Mi } } } }
`;
  const database = parseSpec(text, 'shop.yaml').spec.databases.cart;
  if (!database) throw new Error('the database is missing');
  return database;
}

describe('the engine of a managed Redis', () => {
  test.each([
    ['', 'valkey', '8.2', 'valkey8'],
    [', version: "8.0"', 'valkey', '8.0', 'valkey8'],
    [', version: "7.2"', 'valkey', '7.2', 'valkey7'],
    [', version: "7.1"', 'redis', '7.1', 'redis7'],
  ])('with "%s" is %s %s, with parameters of its family', (fields, engine, version, family) => {
    expect(cacheEngine('cart', redis(fields))).toEqual({ engine, version, family });
  });

  test('is refused with its place and the versions that there are', () => {
    expect(() => cacheEngine('cart', redis(', version: "6"'))).toThrow(
      /^databases\.cart\.version: found "6", expected one of "7\.0", .*"8\.2"/,
    );
  });
});

describe('the nodes of a managed Redis', () => {
  test.each([
    ['', 'cache.m7g.large'],
    [', storage: 4Gi', 'cache.m7g.large'],
    [', storage: 5Gi', 'cache.r7g.large'],
    [', storage: 10Gi', 'cache.r7g.xlarge'],
    [', storage: 150Gi', 'cache.r7g.8xlarge'],
  ])('with "%s" are %s: a quarter of the memory is not for data', (fields, type) => {
    expect(cacheNodeType('cart', redis(fields))).toBe(type);
  });

  test('are refused when none holds the data, with the most that one does', () => {
    expect(() => cacheNodeType('cart', redis(', storage: 160Gi'))).toThrow(
      /^databases\.cart\.storage: found 160Gi, expected at most 157Gi/,
    );
  });
});

describe('the name of a managed Redis', () => {
  test.each([
    ['shop', 'production', 'cart', 'shop-production-cart'],
    ['shop--x', 'production', 'cart', 'shop-x-production-cart'],
  ])('of %s, %s and %s is %s', (platform, environment, database, name) => {
    expect(cacheName(platform, environment, database)).toBe(name);
  });

  test.each([1, 2, 3, 20, 40])('is one that ElastiCache takes, whatever the lengths: a database of %i letters', (length) => {
    const name = cacheName('a-very-long-platform-name', 'production', `${'d'.repeat(length - 1)}e`);
    expect(name).toMatch(/^[a-z]([a-z0-9]|-(?!-))*[a-z0-9]$/);
    expect(name.length).toBeLessThanOrEqual(40);
  });

  test('tells two databases apart whose long names begin alike', () => {
    const long = (database: string) => cacheName('a-very-long-platform-name', 'production', database);
    expect(long('cart-of-customers')).not.toBe(long('cart-of-companies'));
  });
});
