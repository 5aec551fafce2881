import { roleName, stateBucket } from '../../lib/model';

describe('a derived name', () => {
  const LONG = 'a'.repeat(40);

  test('is readable where it fits', () => {
    expect(stateBucket('shop', '111111111111', 'us-east-1')).toBe('shop-111111111111-us-east-1-tfstate');
    expect(roleName('shop-production-us-east-1', 'nodes')).toBe('shop-production-us-east-1-nodes');
  });

  test('stays within what AWS allows, and two long names stay two', () => {
    const buckets = ['ap-southeast-1', 'ap-southeast-2'].map((region) => stateBucket(LONG, '111111111111', region));
    const roles = ['cluster', 'nodes'].map((purpose) => roleName(`${LONG}-production-ap-southeast-2`, purpose));
    expect(Math.max(...buckets.map(({ length }) => length))).toBeLessThanOrEqual(63);
    expect(Math.max(...roles.map(({ length }) => length))).toBeLessThanOrEqual(64);
    expect(new Set([...buckets, ...roles]).size).toBe(4);
  });
});
