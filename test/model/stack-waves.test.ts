import { type StackPlan, stackPlan, stackWaves } from '../../lib/model';
import { fixturePlatform, referencePlatform } from '../support/platforms';

const names = (waves: readonly (readonly StackPlan[])[]) => waves.map((wave) => wave.map(({ name }) => name));

describe('waves of stacks', () => {
  test.each([
    ['the reference platform', referencePlatform()],
    ['data.yaml', fixturePlatform('data.yaml')],
  ])('of %s hold every stack once, each after all that it waits for', (_, platform) => {
    const plans = stackPlan(platform);
    const waves = stackWaves(plans);
    expect(
      waves
        .flat()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(plans.map(({ name }) => name).sort());
    const waveOf = new Map(waves.flatMap((wave, index) => wave.map(({ name }) => [name, index] as const)));
    for (const { name, dependsOn, after } of plans)
      for (const earlier of [...dependsOn, ...after]) expect(waveOf.get(earlier)).toBeLessThan(waveOf.get(name) ?? -1);
  });

  test('of one environment and region begin with what waits for nothing there', () => {
    const plans = stackPlan(fixturePlatform('small.yaml')).filter(({ environment }) => environment === 'live');
    expect(names(stackWaves(plans))).toEqual([
      ['live-eu-west-1-security'],
      ['live-eu-west-1-network', 'live-eu-west-1-registry', 'live-eu-west-1-observability'],
      ['live-eu-west-1-cluster', 'live-eu-west-1-data'],
      ['live-eu-west-1-backup'],
    ]);
  });

  test('of nothing are none', () => {
    expect(stackWaves([])).toEqual([]);
  });
});
