import fc from 'fast-check';
import { natGateways, networkPlan as planOf } from '../../lib/model';
import { type Cidr, cidrAt, overlaps, seconds, size, type TierSpec } from '../../lib/spec';

const networkPlan = (cidr: Cidr, zones: readonly string[]) => planOf(cidr, zones, natGateways([]));

const blocks = fc
  .record({ prefix: fc.integer({ min: 16, max: 20 }), slot: fc.nat(15) })
  .map(({ prefix, slot }) => cidrAt(10 * 2 ** 24 + slot * 2 ** (32 - prefix), prefix));
const zonesOf = (count: number) => ['a', 'b', 'c'].slice(0, count).map((letter) => `us-east-1${letter}`);
const subnets = (cidr: Cidr, zones: number) =>
  networkPlan(cidr, zonesOf(zones)).zones.flatMap((zone) => [zone.private, zone.public, zone.data]);
const contains = (outer: Cidr, inner: Cidr) => inner.base >= outer.base && inner.base + size(inner) <= outer.base + size(outer);

describe('the address plan of a VPC', () => {
  test('gives every subnet its own part of the block', () => {
    fc.assert(
      fc.property(blocks, fc.integer({ min: 2, max: 3 }), (cidr, zones) => {
        const all = subnets(cidr, zones);
        for (const [i, subnet] of all.entries()) {
          expect(contains(cidr, subnet)).toBe(true);
          for (const other of all.slice(i + 1)) expect(overlaps(subnet, other)).toBe(false);
        }
      }),
    );
  });

  test('leaves every subnet where it is when a zone is added', () => {
    fc.assert(
      fc.property(blocks, (cidr) => {
        expect(networkPlan(cidr, zonesOf(3)).zones.slice(0, 2)).toEqual(networkPlan(cidr, zonesOf(2)).zones);
      }),
    );
  });

  test('of 10.0.0.0/16 over three zones is the one that the documentation shows', () => {
    expect(
      networkPlan(cidrAt(10 * 2 ** 24, 16), zonesOf(3)).zones.map((zone) => [zone.private.text, zone.public.text, zone.data.text]),
    ).toEqual([
      ['10.0.0.0/19', '10.0.192.0/22', '10.0.224.0/22'],
      ['10.0.32.0/19', '10.0.196.0/22', '10.0.228.0/22'],
      ['10.0.64.0/19', '10.0.200.0/22', '10.0.232.0/22'],
    ]);
  });
});

describe('the ways out of a VPC', () => {
  const tier = (rto: number) => ({ rto: seconds(rto) }) as TierSpec;

  test.each([
    ['eachZone', 'one of its services promises to be back within minutes', [tier(900), tier(86_400)]],
    ['eachZone', 'the strictest promise is an hour', [tier(3600)]],
    ['one', 'there is time to route around a lost zone by hand', [tier(4 * 3600), tier(86_400)]],
  ] as const)('are %s where %s', (expected, _, tiers) => {
    expect(natGateways(tiers).value).toBe(expected);
  });
});
