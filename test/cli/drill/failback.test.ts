import fc from 'fast-check';
import { anyFailback, type FaultSchedule, NO_FAULT, randomOf } from '../../../lib/cli/drill';
import { fixturePlatform } from '../../support/platforms';
import { play, type Stage, stageOf } from './support';

const HOUR = 3600;
/** Lost for an hour; led back after one and a half. */
const AFTERWARDS: FaultSchedule = { ...NO_FAULT, dark: [{ from: 130, to: HOUR }], failback: { from: 1.5 * HOUR, kills: [], lag: 30 } };

let stage: Stage;
beforeAll(() => {
  stage = stageOf(fixturePlatform('data.yaml'));
});

test('users are led back without a loss, and the recovery region follows again: every kind of database', async () => {
  const { ended, timeline, twoWritersAt, lostWritesAt, pages } = await play(stage, AFTERWARDS, 1, 8 * HOUR);
  expect({ ended, twoWritersAt, lostWritesAt, pages }).toEqual({ ended: 'returned', pages: [] });
  const told = timeline.map(({ what }) => what);
  const inOrder = [
    'orders of eu-west-1 is put aside',
    'orders of eu-west-1 follows',
    'eu-central-1 closes its gate',
    'the lock says writer: eu-west-1 (eu-west-1)',
    'orders may be written to in eu-west-1',
    'the lock says phase: returned (eu-west-1)',
    'orders of eu-central-1 is put aside',
    'orders of eu-central-1 follows',
    'the lock says phase: settled (eu-central-1)',
    'eu-central-1 opens its gate',
  ].map((what) => told.lastIndexOf(what));
  expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
  expect(Math.min(...inOrder)).toBeGreaterThan(-1);
});

test('copies that do not catch up: it is called off, a person is told, and the recovery region goes on writing', async () => {
  const { ended, timeline, pages } = await play(
    stage,
    { ...AFTERWARDS, failback: { from: 1.5 * HOUR, kills: [], lag: 1800 } },
    2,
    4 * HOUR,
  );
  expect(ended).toBe('stopped');
  expect(pages.map(({ what }) => what).join('\n')).toMatch(/called off/);
  expect(timeline.map(({ what }) => what).filter((what) => /eu-central-1 (opens|closes) its gate/.test(what))).toEqual([
    'eu-central-1 closes its gate',
    'eu-central-1 opens its gate',
  ]);
});

test('the primary region is lost once more before it has the lock: the recovery region takes its lease back within minutes', async () => {
  const faults = { ...AFTERWARDS, failback: { from: 1.5 * HOUR, kills: [], lag: 30, lostAfter: 150 } };
  const { timeline } = await play(stage, faults, 3, 5 * HOUR);
  const at = (what: string) => timeline.find((one) => one.what === what)?.at ?? Number.NaN;
  expect(at('eu-central-1 opens its gate') - at('eu-west-1 is gone once more')).toBeLessThan(300);
});

test('whatever goes wrong on the way back, two regions never write, nothing is lost, and nobody is left without a page', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const { twoWritersAt, lostWritesAt, ended, pages } = await play(stage, anyFailback(randomOf(seed)), seed, 8 * HOUR);
      expect({ seed, twoWritersAt, lostWritesAt }).toEqual({ seed, twoWritersAt: undefined, lostWritesAt: undefined });
      if (ended !== 'returned') expect({ seed, pages }).not.toEqual({ seed, pages: [] });
    }),
    { numRuns: 10 },
  );
}, 60_000);

test('a failback that waited for nobody would be found out', async () => {
  const machines = stage.machines.map((machine) =>
    machine.name === 'failback'
      ? {
          ...machine,
          definition: JSON.parse(JSON.stringify(machine.definition).replaceAll('"Next":"Until all is seen"', '"Next":"Take the lock"')),
        }
      : machine,
  );
  const { lostWritesAt } = await play(
    { ...stage, machines },
    { ...AFTERWARDS, failback: { from: 1.5 * HOUR, kills: [], lag: 55 } },
    1,
    8 * HOUR,
  );
  expect(lostWritesAt).toBeGreaterThan(0);
});
