import fc from 'fast-check';
import { parse } from 'yaml';
import { resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import { renderStacks } from '../../stacks/synthesize';
import { fixtureText } from '../support/platforms';

type Json = Readonly<Record<string, unknown>>;
const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists whose order means nothing. */
const SETS = new Set(['databases', 'calls']);

/** The same file with every map, and every list that is a set, in another order. */
function shuffled(value: unknown, order: () => number, key = ''): unknown {
  if (Array.isArray(value)) {
    const inside = value.map((item) => shuffled(item, order));
    return SETS.has(key) ? inOrder(inside, order) : inside;
  }
  if (!isMap(value)) return value;
  return Object.fromEntries(inOrder(Object.entries(value), order).map(([name, inside]) => [name, shuffled(inside, order, name)]));
}

const inOrder = <Item>(items: readonly Item[], order: () => number): readonly Item[] =>
  items
    .map((item) => ({ item, at: order() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

const rendered = (file: unknown) => [...renderStacks(resolvePlatform(parseSpec(JSON.stringify(file), 'data.yaml').spec))];

test('no order of a platform file changes a stack: addresses, references and what they say are the same', () => {
  const file: unknown = parse(fixtureText('data.yaml'));
  const before = rendered(file);
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (order) => {
      expect(rendered(shuffled(file, () => order.next().value))).toEqual(before);
    }),
    { numRuns: 4 },
  );
}, 60_000);
