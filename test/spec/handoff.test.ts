import { resolvePlatform } from '../../lib/model';
import { parseSpec, SpecError } from '../../lib/spec';

const text = (handoff: string, services = '') => `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 }, recovery: { name: eu-central-1, cidr: 10.1.0.0/16 } }
environments:
  staging: { account: "111111111111", regions: [primary] }
  production: { account: "222222222222", regions: [primary, recovery] }
handoff:
  image: registry.example.com/shop/holdfast:1.0.0
  environment: production
  redis: { address: "handoffs.example.com:6379", key: handoff/redis }
  egress: [{ cidr: 10.200.0.0/24, ports: [6379], because: Redis }]
${handoff}
services:
  web:
    tier: 2
    image: registry.example.com/shop/web:1.0.0
    resources: { requests: { cpu: 100m, memory: 128Mi } }
${services}`;

const issues = (source: string) => {
  try {
    parseSpec(source, 'test.yaml');
    return '';
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
};

test.each([
  ['an environment that is none', '  trust: { prodution: signed }', 'did you mean production?'],
  ['a report to itself', '  reportTo: devops', "the worker's own"],
  ['a follow-up to itself', '  followUps: [{ role: devops, summary: Do it all again }]', "the worker's own"],
  ['a tier that is none', '  tier: 9', 'a declared tier'],
  ['a role with capitals', '  role: DevOps', 'a role of small letters'],
  ['a heartbeat without unit', '  heartbeat: 15', '15s for seconds'],
])('a worker with %s is refused', (_, line, message) => {
  expect(issues(text(line))).toContain(message);
});

test('its name belongs to no other service', () => {
  const own = '  handoff-worker: { tier: 2, image: "registry.example.com/a/b:1", resources: { requests: { cpu: 1m, memory: 1Mi } } }\n';
  expect(issues(text('', own))).toContain('handoff makes a service of this one');
});

test('it runs in its environment, in each region, and in no other', () => {
  const { clusters } = resolvePlatform(parseSpec(text(''), 'test.yaml').spec);
  const where = clusters.filter(({ services }) => services.some(({ workload }) => workload.name === 'handoff-worker'));
  expect(where.map(({ environment, region }) => `${environment}/${region}`)).toEqual(['production/eu-west-1', 'production/eu-central-1']);
  const worker = where[0]?.services.find(({ workload }) => workload.name === 'handoff-worker')?.workload;
  expect(worker?.secrets.map(({ variable }) => variable)).toEqual(['REDIS_PASSWORD']);
  expect(worker?.metrics).toMatchObject({ path: '/metrics', port: { port: 9464 } });
});
