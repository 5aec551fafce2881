import { type Platform, QUOTAS, recoveryShares, regionFootprint, requestedQuotas, resolvePlatform } from '../../../lib/model';
import { parseSpec } from '../../../lib/spec';
import { fixturePlatform, referencePlatform, referenceText } from '../../support/platforms';

const changed = (line: string | RegExp, instead: string): Platform =>
  resolvePlatform(parseSpec(referenceText().replace(line, instead), 'changed.yaml').spec);
const quota = (platform: Platform, code: string, region = 'us-west-2') =>
  requestedQuotas(platform).find((one) => one.code === code && one.region === region && one.account === '222222222222');

describe('what a region takes up', () => {
  const [primary] = referencePlatform().clusters.map((cluster) => regionFootprint(referencePlatform(), cluster));
  if (!primary) throw new Error('the reference platform has no cluster');

  test('is its nodes, with the vCPUs and the memory of their type', () => {
    const { nodes, vcpus, memoryGib } = primary;
    expect(vcpus).toEqual({ min: nodes.min * 4, max: nodes.max * 4 });
    expect(memoryGib).toEqual({ min: nodes.min * 16, max: nodes.max * 16 });
  });

  test('doubles its vCPUs and keeps its number of replicas with nodes of twice the size', () => {
    const large = changed('m7i.xlarge', 'm7i.4xlarge');
    const [cluster] = large.clusters;
    const footprint = cluster && regionFootprint(large, cluster);
    expect(footprint?.replicas).toEqual(primary.replicas);
    expect((footprint?.nodes.min ?? 0) * 16).toBe(footprint?.vcpus.min);
  });

  test('names the databases that AWS runs for its services, and no others', () => {
    expect(primary.databases).toEqual([{ name: 'redis-cart', engine: 'redis' }]);
    const inCluster = changed('placement: managed', 'placement: inCluster');
    expect(inCluster.clusters.flatMap((cluster) => regionFootprint(inCluster, cluster).databases)).toEqual([]);
  });
});

describe('quotas to ask for', () => {
  test('are those of the vCPUs that run at the ceilings while an update goes on', () => {
    const platform = referencePlatform();
    const recovery = platform.clusters.find(({ role }) => role === 'recovery');
    const nodes = recovery?.nodes.max.value ?? 0;
    const asked = quota(platform, QUOTAS.vcpus.code);
    expect(asked).toMatchObject({ ask: true, service: 'ec2' });
    expect(asked?.needed).toBe((nodes + Math.max(6, Math.ceil(nodes / 3))) * 4);
  });

  test('add up over environments that share an account and a region', () => {
    const { clusters, ...rest } = referencePlatform();
    const shared: Platform = { ...rest, clusters: clusters.map((cluster) => ({ ...cluster, account: '222222222222' })) };
    const apart = requestedQuotas(referencePlatform()).filter(({ code, region }) => code === QUOTAS.vcpus.code && region === 'us-east-1');
    expect(quota(shared, QUOTAS.vcpus.code, 'us-east-1')?.needed).toBe(apart.reduce((sum, { needed }) => sum + needed, 0));
    expect(quota(shared, QUOTAS.addresses.code, 'us-east-1')).toMatchObject({ needed: 6, ask: true });
  });

  test('say of each why, and come before those that an account has anyway', () => {
    for (const place of ['us-east-1', 'us-west-2']) {
      const asks = requestedQuotas(referencePlatform()).filter(({ region, account }) => region === place && account === '222222222222');
      expect(asks.map(({ ask }) => ask)).toEqual(asks.map(({ ask }) => ask).sort((a, b) => Number(b) - Number(a)));
      for (const { because, needed, initial, ask } of asks) {
        expect(because).not.toBe('');
        expect(ask).toBe(needed > initial);
      }
    }
  });
});

describe('the recovery region as a share of the primary', () => {
  test('is the whole of it where the tier leaves no time to start anything', () => {
    expect(recoveryShares(referencePlatform())).toEqual([
      { environment: 'production', nodes: 1, vcpus: 1, memory: 1, volumes: 1, replicas: 1, nodesToAdd: 0 },
    ]);
  });

  test('is less where the tiers leave time, and says what a failover has to add', () => {
    const relaxed = changed(/tier: 1\b/g, 'tier: 3');
    const [share] = recoveryShares(relaxed);
    expect(share?.replicas).toBeLessThan(0.5);
    const [primary, recovery] = relaxed.clusters.filter(({ environment }) => environment === 'production');
    expect(share?.nodesToAdd).toBe((primary?.nodes.min.value ?? 0) - (recovery?.nodes.min.value ?? 0));
    expect(share?.nodesToAdd).toBeGreaterThan(0);
  });

  test('is nothing that a platform of one region has', () => {
    expect(recoveryShares(fixturePlatform('small.yaml'))).toEqual([]);
  });
});
