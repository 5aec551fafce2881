import { targetOf } from '../../lib/cli/commands/environment-target';
import { resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';

const text = `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 }, recovery: { name: eu-central-1, cidr: 10.1.0.0/16 } }
environments:
  production: { account: "111111111111", regions: [primary, recovery], branch: live }
  staging: { account: "222222222222", regions: [primary], cidrs: { primary: 10.2.0.0/16 } }
services:
  web:
    tier: 3
    image: registry.example.com/shop/web:1.0.0
    ports: { http: { port: 8080, protocol: http } }
    probe: { http: { path: /healthz } }
    replicas: { min: 2 }
    resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { memory: 64Mi } }
`;
const source = parseSpec(text, 'platform.yaml');
const target = (options: Parameters<typeof targetOf>[1]) => targetOf({ source, platform: resolvePlatform(source.spec) }, options);

test.each([
  [{ environment: 'production' }, 'production', 'live'],
  [{ branch: 'live' }, 'production', 'live'],
  [{ branch: 'staging' }, 'staging', 'staging'],
  [{ environment: 'staging', branch: 'next' }, 'staging', 'next'],
])('%j is meant for the environment %s and the branch %s', (options, environment, branch) => {
  expect(target(options).place).toEqual({ environment, branch, repository: 'https://github.com/example/shop' });
});

test('an address is shown without its password', () => {
  const { repository, place } = target({ environment: 'staging', repository: 'https://bot:pw@git.example.com/env' });
  expect([repository, place.repository]).toEqual(['https://bot:pw@git.example.com/env', 'https://git.example.com/env']);
});

test.each([
  [{}, 'say which environment: --environment NAME, or --branch NAME. The platform has production (branch live), staging (branch staging)'],
  [{ environment: 'stagin' }, 'did you mean staging?'],
  [{ branch: 'main' }, 'main is the branch of no environment'],
  [{ environment: 'staging', author: 'Ann' }, 'expected "Name <address>", found "Ann"'],
])('%j is bad usage', (options, message) => {
  expect(() => target(options)).toThrow(message);
});
