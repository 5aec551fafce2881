import { type FailoverStep, failoverPlan, type Platform, recoveryPaths } from '../../../lib/model';
import { platformOf } from '../../support/platforms';

const api = (database: string) => `  api:
    tier: 2
    image: registry.example.com/api:1.0.0
    ports: { http: { port: 8080, protocol: http } }
    public: {}
    probe: { http: { path: /healthz } }
    resources: { requests: { cpu: 100m, memory: 64Mi } }
    load: { users: 100, thinkTime: 10s, responseTime: 100ms, requestsPerReplica: 50 }
    databases: [${database}]`;
const withDatabase = (fields: string, more = '') => platformOf(api('orders'), `databases: { orders: { tier: 3, ${fields} } }\n${more}`);

function restores(platform: Platform): readonly FailoverStep[] {
  const plan = failoverPlan(platform, 'production');
  const [path] = plan ? recoveryPaths(platform, plan) : [];
  return path?.steps.filter(({ name }) => name === 'restore') ?? [];
}

test('a PostgreSQL in pods waits for the person who lets its standby take over, however large it is', () => {
  const small = restores(withDatabase('engine: postgres, placement: inCluster'));
  const large = restores(withDatabase('engine: postgres, placement: inCluster, backup: { cron: "0 */6 * * *", duration: 5h }'));
  expect(small).toEqual([expect.objectContaining({ subject: 'orders', typicalSeconds: 600, worstSeconds: 2100 })]);
  expect(large[0]?.worstSeconds).toBe(small[0]?.worstSeconds);
});

test.each([
  ['a Redis in pods', 'engine: redis, placement: inCluster', 'volumesDuration: 20m', 1200],
  ['a server of AWS that nothing follows', 'engine: postgres, replication: none', '', 3 * 3600],
])('%s comes back from its newest copy, which takes as long as the copy did', (_, fields, backups, seconds) => {
  const [step] = restores(withDatabase(fields, backups && `backups: { ${backups} }`));
  expect(step).toMatchObject({ subject: 'orders', worstSeconds: 1800 + seconds, typicalSeconds: 600 + seconds / 2 });
});

test('what a state machine promotes is restored by nobody', () => {
  expect(restores(withDatabase('engine: postgres'))).toEqual([]);
});

test('what a drill measured takes the place of the assumption', () => {
  const measured = 'failover: { measured: { restore: { typical: 3m, worst: 8m, source: drill of May } } }';
  expect(restores(withDatabase('engine: postgres, placement: inCluster', measured))).toEqual([
    expect.objectContaining({ typicalSeconds: 180, worstSeconds: 480, because: expect.objectContaining({ source: 'drill of May' }) }),
  ]);
});
