import fc from 'fast-check';
import { failoverPlan, failoverPlans, failoverSettings, recoveryPaths } from '../../../lib/model';
import { fixturePlatform, platformOf, referencePlatform } from '../../support/platforms';

const SERVICE = `  api:
    tier: 1
    image: registry.example.com/api:1.0.0
    ports: { http: { port: 8080, protocol: http } }
    public: {}
    probe: { http: { path: /healthz } }
    resources: { requests: { cpu: 100m, memory: 64Mi } }
    load: { users: 100, thinkTime: 10s, responseTime: 100ms, requestsPerReplica: 50 }`;
const planOf = (more = '', services = SERVICE) => failoverPlan(platformOf(services, more), 'production');

test('only environments in two regions have a plan', () => {
  expect(failoverPlans(referencePlatform()).map(({ environment }) => environment)).toEqual(['production']);
});

test('the detector decides where every tier allows it, something public can be asked, and a third region breaks ties', () => {
  expect(planOf()?.approval.by).toBe('detector');
  expect(planOf()?.witness).toBe('eu-west-2');
});

test.each([
  ['a tier that asks for one', planOf('tiers: { "1": { rto: 1h, rpo: 5m, approval: manual } }'), /tier 1/],
  ['nothing public', planOf('', SERVICE.replace('    public: {}\n', '')), /nobody outside/],
])('a person decides with %s', (_, plan, because) => {
  expect(plan?.approval).toEqual({ by: 'person', because: expect.stringMatching(because) });
});

test('a lease outlives the longest time between two looks of a guard, and a look that fails', () => {
  const { lease, guard } = failoverSettings(referencePlatform().spec);
  expect(lease.value).toBeGreaterThan(guard.longestGap + 30);
});

test('pods of the primary region ask who writes before they start, where a read replica is promoted and only there', () => {
  const platform = fixturePlatform('data.yaml');
  const asking = platform.clusters.flatMap(({ environment, role, services }) =>
    services.filter(({ workload }) => workload.writerCheck).map(({ workload }) => `${environment} ${role} ${workload.name}`),
  );
  const usingOrders = Object.entries(platform.spec.services).flatMap(([name, { databases }]) =>
    databases.includes('orders') ? [name] : [],
  );
  expect(asking).toEqual(usingOrders.sort().map((name) => `production primary ${name}`));
  expect(referencePlatform().clusters.some(({ services }) => services.some(({ workload }) => workload.writerCheck))).toBe(false);
});

test('a service needs as long as its longest way to recovery, within its target on the reference platform', () => {
  const platform = referencePlatform();
  const plan = failoverPlan(platform, 'production');
  const paths = plan ? recoveryPaths(platform, plan) : [];
  expect(paths.length).toBeGreaterThan(5);
  for (const { critical, worstSeconds, typicalSeconds, targetSeconds } of paths) {
    expect(critical.reduce((sum, step) => sum + step.worstSeconds, 0)).toBeCloseTo(worstSeconds);
    expect(typicalSeconds).toBeLessThanOrEqual(worstSeconds);
    expect(worstSeconds).toBeLessThanOrEqual(targetSeconds);
  }
});

test('a longer interval, more failures or a longer time to live never make a recovery shorter', () => {
  const worst = (interval: number, threshold: number, ttl: number) => {
    const platform = platformOf(SERVICE, `failover: { interval: ${interval}s, threshold: ${threshold}, dnsTtl: ${ttl}s }`);
    const plan = failoverPlan(platform, 'production');
    return plan ? (recoveryPaths(platform, plan)[0]?.worstSeconds ?? 0) : 0;
  };
  const choice = fc.record({
    interval: fc.constantFrom(10, 30, 60),
    threshold: fc.integer({ min: 2, max: 5 }),
    ttl: fc.constantFrom(30, 60, 120, 300),
  });
  fc.assert(
    fc.property(choice, choice, (a, b) => {
      const [low, high] = [
        { interval: Math.min(a.interval, b.interval), threshold: Math.min(a.threshold, b.threshold), ttl: Math.min(a.ttl, b.ttl) },
        { interval: Math.max(a.interval, b.interval), threshold: Math.max(a.threshold, b.threshold), ttl: Math.max(a.ttl, b.ttl) },
      ];
      expect(worst(low.interval, low.threshold, low.ttl)).toBeLessThanOrEqual(worst(high.interval, high.threshold, high.ttl));
    }),
    { numRuns: 30 },
  );
});
