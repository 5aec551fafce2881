import { checkManifests } from '../../lib/policy';
import { shop } from './support';

/** The shop many times over, each under a name of its own. */
const many = (shops: number) =>
  Array.from(
    { length: shops },
    (_, i) => JSON.parse(JSON.stringify(shop().objects).replaceAll('"cart"', `"cart-${i}"`)) as { object: unknown }[],
  ).flat();

const millisecondsFor = (objects: { object: unknown }[]) => {
  const start = performance.now();
  expect(checkManifests({ objects })).toEqual([]);
  return performance.now() - start;
};

test('ten times the objects take about ten times as long', () => {
  const [few, lots] = [many(170), many(1700)];
  millisecondsFor(few);
  const small = Math.min(...[1, 2, 3].map(() => millisecondsFor(few)));
  // A quadratic rule would take a hundred times as long; the rest is room for a busy machine.
  expect(millisecondsFor(lots)).toBeLessThan(Math.max(small, 5) * 50);
});
