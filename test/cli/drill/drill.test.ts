import fc from 'fast-check';
import { anyFaults, broken, FAULT_NAMES, FAULTS, NO_FAULT, randomOf, rehearse } from '../../../lib/cli/drill';
import { fixturePlatform, referencePlatform } from '../../support/platforms';
import { play, type Stage, stageOf } from './support';

const SEEDS = [1, 2, 3];
let reference: Stage;
let replicated: Stage;
beforeAll(() => {
  reference = stageOf(referencePlatform());
  replicated = stageOf(fixturePlatform('data.yaml'));
});

test('without a fault nothing happens', async () => {
  const { ended, pages, timeline } = await play(reference, NO_FAULT, 1, 900);
  expect({ ended, pages, timeline }).toEqual({ ended: 'stayed', pages: [], timeline: [] });
});

test.each(FAULT_NAMES)('%s: it recovers within what was proved, or stops with a page, and two regions never write', async (fault) => {
  for (const { platform, plan, machines } of [reference, replicated]) {
    const rehearsed = await rehearse({ platform, plan, machines, faults: [fault], seeds: SEEDS });
    expect(broken(rehearsed)).toEqual([]);
    for (const { ended, pages } of rehearsed.rehearsals[0]?.results ?? []) if (ended === 'stopped') expect(pages).not.toEqual([]);
  }
});

test('the same seed gives the same drill', async () => {
  const faults = FAULTS['machine-killed'].schedule(reference.plan, randomOf(7));
  expect(await play(reference, faults, 7)).toEqual(await play(reference, faults, 7));
});

test('a promotion that is refused for good stops with a page, and is left to a person', async () => {
  const { ended, pages, twoWritersAt } = await play(
    reference,
    { ...NO_FAULT, dark: [{ from: 130, to: Number.POSITIVE_INFINITY }], promotionRefusals: 1000 },
    3,
  );
  expect(ended).toBe('stopped');
  expect(twoWritersAt).toBeUndefined();
  expect(pages.map(({ what }) => what).join('\n')).toMatch(/stopped at take over/);
});

test('a region that does not answer, while all others say that it does, is not left, and somebody is told', async () => {
  const dark = [{ from: 130, to: Number.POSITIVE_INFINITY }];
  const { ended, pages } = await play(reference, { ...NO_FAULT, dark, dnsStuck: [{ from: 0, to: Number.POSITIVE_INFINITY }] }, 5);
  expect(ended).toBe('stopped');
  expect(pages[0]?.what).toMatch(/alarm/);
});

test('a failover that was killed after it took the lock is taken up again', async () => {
  const dark = [{ from: 130, to: Number.POSITIVE_INFINITY }];
  const { timeline } = await play(reference, { ...NO_FAULT, dark }, 11);
  const taken = timeline.find(({ what }) => what.startsWith('the lock says writer'))?.at ?? 0;
  const again = await play(reference, { ...NO_FAULT, dark, kills: [taken + 3] }, 11);
  expect(again.timeline.map(({ what }) => what)).toContain('the failover is killed');
  expect(again.ended).toBe('recovered');
});

test('whatever goes wrong, two regions never write to one database', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const { twoWritersAt, ended, pages, timeline } = await play(replicated, anyFaults(randomOf(seed)), seed, 2400);
      expect({ seed, twoWritersAt }).toEqual({ seed, twoWritersAt: undefined });
      if (ended === 'stopped') expect(pages).not.toEqual([]);
      const claimed = timeline.some(({ what }) => what.startsWith('the lock says phase: claimed'));
      if (claimed && ended !== 'recovered') expect({ seed, pages }).not.toEqual({ seed, pages: [] });
    }),
    { numRuns: 100 },
  );
}, 60_000);

test('a guard that never closed its gate would be found out', async () => {
  const machines = replicated.machines.map((machine) =>
    machine.name === 'guard'
      ? {
          ...machine,
          actions: new Map(
            [...machine.actions].map(([state, action]) => [state, action.endsWith('replaceNetworkAclEntry') ? 'dynamodb:getItem' : action]),
          ),
        }
      : machine,
  );
  const lost = [{ from: 130, to: Number.POSITIVE_INFINITY }];
  const { twoWritersAt } = await play({ ...replicated, machines }, { ...NO_FAULT, unreachable: lost, partitioned: lost }, 1);
  expect(twoWritersAt).toBeGreaterThan(0);
});
