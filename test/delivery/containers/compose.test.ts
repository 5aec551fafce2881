import path from 'node:path';
import fc from 'fast-check';
import { containerFiles, serviceFiles } from '../../../lib/delivery';
import type { Platform } from '../../../lib/model';
import { fixturePlatform, platformOf, referencePlatform } from '../../support/platforms';
import { type Compose, composeOf, service, web } from './support';

const ENGINES =
  'databases: { orders: { engine: postgres, tier: 2 }, carts: { engine: redis, tier: 2 }, texts: { engine: mongodb, tier: 2, port: 27018 } }';

/** Two services that call each other, one that both call, and a database of each kind. */
const shop = (): Platform =>
  platformOf(
    [
      service(
        'cart',
        `${web('language: node, context: ./services/cart/')}
calls: [price, stock]
databases: [orders, carts, texts]
config:
  env: { PRICE: "http://price/v1", STOCK: "stock.shop.svc.cluster.local:5000", COST: "5$", OTHER: "http://price.example.com:80/" }
  files: { /etc/cart/rules.json: '{"a": "$B"}' }
secrets: { DATABASE: { database: carts }, PAYMENT: { key: cart/payment } }`,
      ),
      service('price', `ports: { http: { port: 8080, servicePort: 80, protocol: http } }\ncalls: [cart, stock]`),
      service(
        'stock',
        `ports: { grpc: { port: 8080, servicePort: 5000, protocol: grpc }, dns: { port: 53, protocol: udp } }\nprobe: { exec: [/bin/ok] }`,
      ),
      service('report', `schedule: { cron: "0 3 * * *" }\nwritable: [/tmp, /var/cache/report]\ndatabases: [orders]`),
    ].join(''),
    ENGINES,
  );

const PLATFORMS: readonly (readonly [string, () => Platform])[] = [
  ['the reference platform', referencePlatform],
  ['a platform with a circle of calls', shop],
  ['a platform of one region', () => fixturePlatform('small.yaml')],
];

describe.each(PLATFORMS)('the Compose file of %s', (_, platform) => {
  const compose = composeOf(containerFiles(platform()));
  const all = Object.entries(compose.services);

  test('has every service and every database', () => {
    const { services } = platform().spec;
    const databases = Object.values(services).flatMap((each) => each.databases);
    expect(Object.keys(compose.services).sort()).toEqual([...new Set([...Object.keys(services), ...databases])].sort());
  });

  test('waits only for what it has, for health only where something is asked, and never in circles', () => {
    for (const [, { depends_on = {} }] of all) {
      for (const [name, { condition }] of Object.entries(depends_on)) {
        expect(compose.services).toHaveProperty([name]);
        expect(condition).toBe(compose.services[name]?.healthcheck ? 'service_healthy' : 'service_started');
      }
    }
    expect(circle(compose)).toBeUndefined();
  });

  test('gives each port of the machine once, and to this machine only', () => {
    const ports = all.flatMap(([, each]) => each.ports ?? []);
    expect(ports.filter((port) => !/^127\.0\.0\.1:\d+:\d+(\/udp)?$/.test(port))).toEqual([]);
    const onHost = ports.map((port) => port.split(':')[1]);
    expect(new Set(onHost).size).toBe(onHost.length);
  });

  test('confines every container as the clusters do', () => {
    for (const [, each] of all) {
      expect(each).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
      expect(each.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
      expect(each).not.toHaveProperty('privileged');
    }
  });

  test('declares each volume and each config that it uses', () => {
    const volumes = all.flatMap(([, each]) => (each.volumes ?? []).map((volume) => volume.split(':')[0]));
    expect(Object.keys(compose.volumes ?? {}).sort()).toEqual([...new Set(volumes)].sort());
    const configs = all.flatMap(([, each]) => (each.configs ?? []).map(({ source }) => source));
    expect(Object.keys(compose.configs ?? {}).sort()).toEqual([...configs].sort());
  });
});

/** A service that waits for itself, in the end. */
function circle({ services }: Compose): string | undefined {
  const done = new Set<string>();
  const visit = (name: string, above: readonly string[]): string | undefined => {
    if (above.includes(name)) return name;
    if (done.has(name)) return undefined;
    done.add(name);
    return Object.keys(services[name]?.depends_on ?? {})
      .map((next) => visit(next, [...above, name]))
      .find((found) => found !== undefined);
  };
  return Object.keys(services)
    .map((name) => visit(name, []))
    .find((found) => found !== undefined);
}

test('whoever calls whom, nobody waits in a circle', () => {
  const names = ['a', 'b', 'c', 'd', 'e'] as const;
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 12, selector: String }),
      (calls) => {
        const services = names.map((name) => {
          const called = calls.filter(([caller, callee]) => caller === name && callee !== name).map(([, callee]) => callee);
          return service(name, `ports: { http: { port: 8080, protocol: http } }\ncalls: [${called.join(', ')}]`);
        });
        expect(circle(composeOf(containerFiles(platformOf(services.join('')))))).toBeUndefined();
      },
    ),
    { numRuns: 50 },
  );
});

describe('a service on a developer’s machine', () => {
  const { services, configs } = composeOf(containerFiles(shop()));

  test('is built from its sources, and pulled where it has none', () => {
    expect(services.cart?.build).toEqual({ context: `\${SOURCES:-../..}/services/cart` });
    expect(services.price).toMatchObject({ image: 'registry.example.com/shop/price:1.0.0' });
  });

  test('meets others at the ports of their containers, and strangers where they were', () => {
    expect(services.cart?.environment).toMatchObject({
      PRICE: 'http://price:8080/v1',
      STOCK: 'stock:8080',
      OTHER: 'http://price.example.com:80/',
    });
  });

  test('gets text with a dollar as it was written', () => {
    expect(services.cart?.environment?.COST).toBe('5$$');
    expect(configs?.['cart-1']?.content).toBe('{"a": "$$B"}');
    expect(services.cart?.configs).toEqual([{ source: 'cart-1', target: '/etc/cart/rules.json' }]);
  });

  test('knows where its databases are, and asks .env for what is secret', () => {
    expect(services.cart?.environment).toMatchObject({ DATABASE: 'carts:6379', PAYMENT: `\${CART_PAYMENT:?set it in .env}` });
    expect(containerFiles(shop()).get('.env.example')?.split('\n').slice(1)).toEqual(['CART_PAYMENT=', 'ORDERS_POSTGRES_PASSWORD=', '']);
  });

  test('writes where the manifest lets it write, as its own user', () => {
    expect(services.report?.tmpfs).toEqual(['/tmp:uid=10001,gid=10001,mode=0700', '/var/cache/report:uid=10001,gid=10001,mode=0700']);
  });

  test('runs when asked to, if it is a job', () => {
    expect(services.report?.profiles).toEqual(['jobs']);
    expect(services.cart).not.toHaveProperty('profiles');
  });

  test('is asked what its image can answer', () => {
    expect(services.cart?.healthcheck).toMatchObject({
      start_period: '90s',
      test: ['CMD', '/nodejs/bin/node', '--eval', expect.any(String)],
    });
    expect(services.stock?.healthcheck?.test).toEqual(['CMD', '/bin/ok']);
    expect(services.price).not.toHaveProperty('healthcheck');
  });

  test('waits for healthy databases', () => {
    expect(services.cart?.depends_on).toMatchObject({
      orders: { condition: 'service_healthy' },
      carts: { condition: 'service_healthy' },
      texts: { condition: 'service_healthy' },
    });
  });
});

describe('a database on a developer’s machine', () => {
  const { services } = composeOf(containerFiles(shop()));

  test.each([
    ['orders', /^postgres:17@sha256:/, ':/var/lib/postgresql/data'],
    ['texts', /^mongo:8@sha256:/, ':/data/db'],
    ['carts', /^valkey\/valkey:8@sha256:/, ':/data'],
  ])('%s is the real thing, at a fixed digest, and keeps its data', (name, image, folder) => {
    expect(services[name]?.image).toMatch(image);
    expect(services[name]?.volumes).toEqual([`${name}${folder}`]);
  });

  test('listens where it is declared to', () => {
    expect(services.texts?.command).toEqual(expect.arrayContaining(['--port', '27018']));
    expect(services.texts?.ports).toEqual(['127.0.0.1:27018:27018']);
  });

  test('is of the declared version', () => {
    const versions =
      'databases: { old: { engine: postgres, tier: 2, version: "16.4" }, new: { engine: postgres, tier: 2, version: "18" } }';
    const declared = composeOf(containerFiles(platformOf(service('cart', 'databases: [old, new]'), versions))).services;
    expect(declared.old).toMatchObject({ image: 'postgres:16.4', volumes: ['old:/var/lib/postgresql/data'] });
    expect(declared.new).toMatchObject({ image: 'postgres:18', volumes: ['new:/var/lib/postgresql'] });
  });

  test('gives way to a service of its name', () => {
    const text = service('orders', 'databases: [orders]\nsecrets: { AT: { database: orders } }');
    const both = composeOf(containerFiles(platformOf(text, 'databases: { orders: { engine: postgres, tier: 2 } }'))).services;
    expect(Object.keys(both)).toEqual(['orders', 'orders-database']);
    expect(both.orders?.environment).toEqual({ AT: 'orders-database:5432' });
    expect(both.orders?.depends_on).toEqual({ 'orders-database': { condition: 'service_healthy' } });
  });
});

describe("what a service's own repository gets", () => {
  test('stands where its image is built from, with all that it needs beside it and no more', () => {
    const files = serviceFiles(referencePlatform(), 'checkoutservice');
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['src/checkoutservice/Dockerfile', 'src/checkoutservice/.dockerignore', 'compose.yaml', '.env.example']),
    );
    const { services } = composeOf(files);
    expect(Object.keys(services)).toEqual(expect.arrayContaining(['checkoutservice', 'cartservice', 'paymentservice', 'redis-cart']));
    expect(Object.keys(services)).not.toContain('frontend');
    expect(services.checkoutservice?.build).toEqual({ context: './src/checkoutservice' });
    expect(services.cartservice?.image).toMatch(/cartservice:/);
  });

  test('holds its own Dockerfile by name, when it has one', () => {
    const platform = platformOf(service('cart', 'build: { language: go, dockerfile: docker/Dockerfile }'));
    const files = serviceFiles(platform, 'cart');
    expect([...files.keys()]).toEqual(['compose.yaml', '.env.example']);
    expect(composeOf(files).services.cart?.build).toEqual({ context: '.', dockerfile: 'docker/Dockerfile' });
  });

  test('is refused for a service that does not exist, with those that do', () => {
    expect(() => serviceFiles(shop(), 'carts')).toThrow(/no service carts: the platform has cart, price, report, stock/);
  });
});

test('the same platform gives the same files, at paths with forward slashes', () => {
  const [first, second] = [containerFiles(shop()), containerFiles(shop())];
  expect([...first]).toEqual([...second]);
  for (const file of first.keys()) expect(file).toBe(path.posix.normalize(file.replaceAll('\\', '/')));
});
