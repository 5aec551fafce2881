import { managedDatabases, type Platform, resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import { fixturePlatform } from '../support/platforms';

const cluster = (platform: Platform, name: string) => {
  const found = platform.clusters.find((one) => one.name === name);
  if (!found) throw new Error(`no cluster ${name}`);
  return found;
};
const RECOVERY = 'shop-production-eu-central-1';
const of = (platform: Platform, at: string) => new Map(managedDatabases(platform, cluster(platform, at)).map((each) => [each.name, each]));

/** One PostgreSQL in two regions, with more of its fields and of the platform's declared. */
function ledger(fields: string, more = '') {
  const text = `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 }, recovery: { name: eu-central-1, cidr: 10.1.0.0/16 } }
environments: { production: { account: "111111111111", regions: [primary, recovery] } }
${more}
databases: { ledger: { engine: postgres, ${fields} } }
services: { a: { tier: 3, image: "r.example.com/a:1", resources: { requests: { cpu: 100m, memory: 64Mi } }, databases: [ledger] } }
`;
  const found = of(resolvePlatform(parseSpec(text, 'shop.yaml').spec), RECOVERY).get('ledger');
  if (!found) throw new Error('the database is missing');
  return found;
}

const TWENTY_MINUTES = 'tiers: { gold: { rto: 20m, rpo: 1h }, "3": { rto: 4h, rpo: 1d } }';

describe('how a database reaches the recovery region', () => {
  test.each([
    ['ledger', 'globalDatabase', 'aurora'],
    ['orders', 'readReplica', 'rds'],
    ['reports', 'none', 'rds'],
    ['catalogue', 'globalDatabase', 'documentdb'],
    ['events', 'none', 'documentdb'],
    ['shopping-cart', 'globalDatabase', 'elasticache'],
    ['sessions', 'none', 'elasticache'],
  ])('%s: %s, by %s', (name, replication, product) => {
    expect(of(fixturePlatform('data.yaml'), RECOVERY).get(name)).toMatchObject({ product, replication: { value: replication } });
  });

  test('is no question where there is one region, whatever the tier', () => {
    for (const { replication, role } of of(fixturePlatform('data.yaml'), 'shop-staging-eu-west-1').values())
      expect([replication.value, role]).toEqual(['none', 'alone']);
  });

  test.each([
    ['an RTO that a replica is too slow for', 'tier: gold', TWENTY_MINUTES, 'globalDatabase'],
    [
      'a drill that promotes in five minutes',
      'tier: gold',
      `failover: { measured: { promote: { typical: 3m, worst: 5m, source: drill } } }\n${TWENTY_MINUTES}`,
      'readReplica',
    ],
    [
      'a drill that takes an hour',
      'tier: 2',
      'failover: { measured: { promote: { typical: 30m, worst: 1h, source: drill } } }',
      'globalDatabase',
    ],
    [
      'a slow detection',
      'tier: gold',
      'failover: { interval: 5m, threshold: 10 }\ntiers: { gold: { rto: 1h, rpo: 1h }, "3": { rto: 4h, rpo: 1d } }',
      'globalDatabase',
    ],
    [
      'an RPO below what a replica can be trusted with',
      'tier: gold',
      'tiers: { gold: { rto: 4h, rpo: 1m }, "3": { rto: 4h, rpo: 1d } }',
      'globalDatabase',
    ],
    ['a declared choice', 'tier: 1, replication: readReplica', '', 'readReplica'],
  ])('follows %s', (_, fields, more, expected) => {
    expect(ledger(fields, more).replication.value).toBe(expected);
  });

  test('tells its reason with every figure that went in', () => {
    const { inputs } = ledger('tier: 1').replication.because;
    expect(inputs).toMatchObject({ RTO: '15m', RPO: '5m', 'promote a read replica': '18m14s' });
  });
});

describe('a managed database', () => {
  test('is followed in one region and follows in the other, under one name', () => {
    const platform = fixturePlatform('data.yaml');
    const [source, copy] = [of(platform, 'shop-production-eu-west-1').get('orders'), of(platform, RECOVERY).get('orders')];
    expect([source?.role, copy?.role]).toEqual(['source', 'copy']);
    expect(source?.server).toBe(copy?.server);
  });

  test.each([
    ['10s', 20],
    ['5m', 300],
  ])('holds commits back at an RPO of %s when its copy is %i s behind', (rpo, seconds) => {
    expect(ledger('tier: gold', `tiers: { gold: { rto: 5m, rpo: ${rpo} }, "3": { rto: 4h, rpo: 1d } }`).heldBackAfter?.value).toBe(seconds);
  });

  test.each([
    ['1d', 1],
    ['36h', 2],
    ['90d', 35],
  ])('keeps automated backups for a retention of %s over %i days', (retention, days) => {
    const tiers = `tiers: { gold: { rto: 4h, rpo: 1h, retention: ${retention} }, "3": { rto: 4h, rpo: 1d } }`;
    expect(ledger('tier: gold', tiers).backupDays.value).toBe(days);
  });
});
