import { readFileSync } from 'node:fs';
import path from 'node:path';
import { resolvePlatform } from '../../lib/model';
import { loadSpec, parseSpec } from '../../lib/spec';
import { generatedPlatform } from '../bench/generated-platform';
import { platformOf, ROOT, referencePlatform } from '../support/platforms';

const SERVICE = 'image: "r.example.com/a:1", resources: { requests: { cpu: 100m, memory: 64Mi } }';
const HTTP = 'ports: { http: { port: 8080, protocol: http } }';

const workloads = (platform: ReturnType<typeof platformOf>, environment = 'production', role = 'primary') =>
  new Map(
    platform.clusters
      .find((cluster) => cluster.environment === environment && cluster.role === role)
      ?.services.map((service) => [service.workload.name, service]),
  );

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

describe('the resolved platform', () => {
  test('follows from the file alone, which it does not change', () => {
    const { spec } = loadSpec(path.join(ROOT, 'platform.yaml'));
    expect(resolvePlatform(deepFreeze(spec))).toEqual(resolvePlatform(spec));
  });

  test('has a cluster for each environment and region, staging at its share of the load', () => {
    const platform = referencePlatform();
    expect(platform.clusters.map(({ name }) => name)).toEqual([
      'online-boutique-production-us-east-1',
      'online-boutique-production-us-west-2',
      'online-boutique-staging-us-east-1',
    ]);
    const rates = ['production', 'staging'].map((environment) => workloads(platform, environment).get('frontend')?.throughput.value ?? 0);
    expect((rates[1] ?? 0) / (rates[0] ?? 1)).toBeCloseTo(0.05);
  });

  test('of the reference has the workloads of Online Boutique and its store as a managed database, none of them in a cycle', () => {
    const platform = referencePlatform();
    expect([...workloads(platform).keys()]).toHaveLength(11);
    expect(Object.keys(platform.spec.databases)).toEqual(['redis-cart']);
    expect(platform.graph.cycles).toEqual([]);
    // Its images count no requests, and it runs in no mesh.
    expect(platform.notices.map(({ subject }) => subject)).toEqual(['frontend']);
  });

  test('gives tier 1 three replicas and the others two, and stands by as much as the RTO allows', () => {
    const services = ['1', '2', '3']
      .map((tier) =>
        `  t${tier}: { tier: ${tier}, ${SERVICE}, load: { users: 1000, thinkTime: 1s, responseTime: 0ms, requestsPerReplica: 10 } }`.replace(
          '0ms',
          '1ms',
        ),
      )
      .join('\n');
    const platform = platformOf(`${services}\n  idle1: { tier: 1, ${SERVICE} }\n  idle2: { tier: 2, ${SERVICE} }\n`);
    const floor = (name: string, role: string) => workloads(platform, 'production', role).get(name)?.workload.scaling?.floor.value ?? 0;
    expect([floor('idle1', 'primary'), floor('idle2', 'primary')]).toEqual([3, 2]);
    const shares = ['t1', 't2', 't3'].map((name) => floor(name, 'recovery') / floor(name, 'primary'));
    expect(shares.map((share) => Math.round(share * 10) / 10)).toEqual([1, 0.5, 0.1]);
  });

  test('knows both ends of a call', () => {
    const services = workloads(
      platformOf(`  web: { tier: 2, ${SERVICE}, ${HTTP}, calls: [stock] }\n  stock: { tier: 2, ${SERVICE}, ${HTTP} }\n`),
    );
    expect(services.get('web')?.workload.callees.map(({ name }) => name)).toEqual(['stock']);
    expect(services.get('stock')?.workload.callers.map(({ name }) => name)).toEqual(['web']);
  });

  test('names services that call each other in a cycle', () => {
    const { notices } = platformOf(
      `  a: { tier: 2, ${SERVICE}, ${HTTP}, calls: [b] }\n  b: { tier: 2, ${SERVICE}, ${HTTP}, calls: [a] }\n`,
    );
    expect(notices[0]?.message).toContain('a -> b -> a');
  });

  test('applies what an environment sets differently, and runs nothing that is switched off there', () => {
    const file = (environment: string) =>
      resolvePlatform(
        parseSpec(
          readFileSync(path.join(ROOT, 'test/fixtures/small.yaml'), 'utf8').replace(
            '{ account: "333333333333" }',
            `{ account: "333333333333", services: { api: ${environment} } }`,
          ),
          'small.yaml',
        ).spec,
      );
    const only = (environment: string) => file(environment).clusters[0]?.services[0]?.workload;
    expect(only('{ image: "r.example.com/api:9" }')?.version).toBe('9');
    expect(only('{ load: { users: 20000 } }')?.scaling?.floor.value).toBeGreaterThan(only('{}')?.scaling?.floor.value ?? 0);
    expect(only('{ config: { env: { LEVEL: debug } } }')?.env).toEqual({ LEVEL: 'debug' });
    expect(only('{ enabled: false }')).toBeUndefined();
  });

  test('of 2,000 services is there in well under a second', () => {
    generatedPlatform(100);
    const start = performance.now();
    const { spec } = generatedPlatform(2000);
    const parsed = performance.now();
    resolvePlatform(spec);
    expect(performance.now() - parsed).toBeLessThan(Math.max(1000, parsed - start));
  });
});

describe('probes', () => {
  test('ask one question with three kinds of patience', () => {
    const frontend = workloads(referencePlatform()).get('frontend')?.workload.probes;
    const patience = (probe?: { periodSeconds: number; failureThreshold: number }) =>
      (probe?.periodSeconds ?? 0) * (probe?.failureThreshold ?? 0);
    expect(frontend?.liveness.check).toEqual(frontend?.readiness.check);
    expect([patience(frontend?.startup), patience(frontend?.readiness), patience(frontend?.liveness)]).toEqual([30, 30, 60]);
  });
});
