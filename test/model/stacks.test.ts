import { type Platform, type StackPlan, stackPlan } from '../../lib/model';
import { fixturePlatform, referencePlatform } from '../support/platforms';

const PLATFORMS: readonly (readonly [string, () => Platform])[] = [
  ['the reference platform', referencePlatform],
  ['a platform of one region', () => fixturePlatform('small.yaml')],
  ['a platform in two regions', () => fixturePlatform('progressive.yaml')],
];

describe.each(PLATFORMS)('the stacks of %s', (_, platform) => {
  const plans = stackPlan(platform());
  const byName = new Map(plans.map((plan) => [plan.name, plan]));
  const get = (name: string): StackPlan => {
    const plan = byName.get(name);
    if (!plan) throw new Error(`no stack ${name}`);
    return plan;
  };

  test('have a name each', () => {
    expect(byName.size).toBe(plans.length);
  });

  test('come after every stack that they depend on or follow', () => {
    const order = new Map(plans.map(({ name }, index) => [name, index]));
    for (const { name, dependsOn, after } of plans)
      for (const other of [...dependsOn, ...after]) expect(order.get(other)).toBeLessThan(order.get(name) ?? -1);
  });

  test('depend on nothing in another region, environment or account', () => {
    for (const plan of plans)
      for (const other of plan.dependsOn.map(get)) {
        expect([other.region, other.account]).toEqual([plan.region, plan.account]);
        expect([plan.environment, undefined]).toContain(other.environment);
      }
  });

  test('all depend on the bucket of their state, but for that bucket itself', () => {
    for (const { name, account, region, purpose, dependsOn } of plans)
      if (purpose !== 'state') expect([name, dependsOn]).toEqual([name, expect.arrayContaining([`account-${account}-${region}-state`])]);
  });
});

describe('what the regions of an environment share', () => {
  test('lives in the recovery region, and depends on nothing in the primary one', () => {
    const global = stackPlan(referencePlatform()).filter(({ scope, environment }) => scope === 'global' && environment === 'production');
    expect(global.map(({ purpose }) => purpose)).toEqual(['replication', 'dns', 'lock', 'connectivity', 'traffic']);
    for (const { region, dependsOn } of global) {
      expect(region).toBe('us-west-2');
      expect(dependsOn.filter((name) => name.includes('us-east-1'))).toEqual([]);
    }
  });

  test('is no way between regions where there is one', () => {
    expect(stackPlan(fixturePlatform('small.yaml')).map(({ purpose }) => purpose)).not.toContain('connectivity');
  });
});

test('environments in one account share its state bucket and its baseline', () => {
  const { clusters, ...rest } = referencePlatform();
  const [first] = clusters;
  if (!first) throw new Error('the reference platform has no cluster');
  const plans = stackPlan({ ...rest, clusters: clusters.map((cluster) => ({ ...cluster, account: first.account })) });
  const account = plans.filter(({ environment }) => environment === undefined).map(({ purpose, region }) => `${region} ${purpose}`);
  expect(account.sort()).toEqual(['us-east-1 security', 'us-east-1 state', 'us-west-2 identity', 'us-west-2 security', 'us-west-2 state']);
});
