import fc from 'fast-check';
import { burnRates, derived, leastBadRequests } from '../../../lib/model';
import { FOR_EVALUATIONS, RATE_SECONDS } from '../../../lib/model/objectives/windows';
import { firingSteps, STEP } from './burn-model';

const DAY = 86_400;

describe('burn rates', () => {
  test('of 30 days are those of the Site Reliability Workbook', () => {
    expect(burnRates(0.999, 30 * DAY).map(({ factor, threshold }) => [factor.value, threshold])).toEqual([
      [14.4, 0.0144],
      [6, 0.006],
      [3, 0.003],
      [1, 0.001],
    ]);
  });

  test('cost the same share of the budget in another window', () => {
    expect(burnRates(0.999, 60 * DAY).map(({ budgetShare }) => budgetShare)).toEqual([0.02, 0.05, 0.1, 0.1]);
  });

  test('are never below one, and one only once', () => {
    expect(burnRates(0.999, 7 * DAY).map(({ factor }) => factor.value)).toEqual([3.36, 1.4, 1]);
    expect(burnRates(0.999, DAY).map(({ factor }) => factor.value)).toEqual([1]);
  });

  test('leave out what no outage can reach, and keep what a full outage does', () => {
    const rates = burnRates(0.9, 30 * DAY);
    expect(rates.map(({ longSeconds }) => longSeconds)).toEqual([21_600, 86_400, 259_200]);
    expect(rates.every(({ threshold }) => threshold < 1)).toBe(true);
  });

  test('say where they come from', () => {
    expect(burnRates(0.999, 30 * DAY)[0]?.factor.because).toMatchObject({
      inputs: { 'budget share': '2%', window: '30d', 'long window': '1h' },
    });
  });
});

describe('the fewest bad requests', () => {
  const least = (perSecond: number, objective = 0.999) => {
    const [fastest] = burnRates(objective, 30 * DAY);
    if (!fastest) throw new Error('no burn rate');
    return leastBadRequests(fastest, derived(perSecond, 'given', {}, 'test')).value;
  };

  test('are ten at much traffic, what the traffic brings at some, and two at hardly any', () => {
    expect([least(100), least(1), least(0.01), least(0)]).toEqual([10, 4, 2, 2]);
  });

  test('never hide an error budget that burns at the threshold under the declared load', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 1e5, noNaN: true }), fc.constantFrom(0.99, 0.995, 0.999), (perSecond, objective) => {
        for (const rate of burnRates(objective, 30 * DAY)) {
          const bad = perSecond * rate.shortSeconds * rate.threshold;
          const needed = leastBadRequests(rate, derived(perSecond, 'given', {}, 'test')).value;
          expect(needed <= Math.max(2, bad)).toBe(true);
        }
      }),
    );
  });
});

/** Steady traffic that is clean for the long window, and then bad by a share. */
const outage = (perStep: number, cleanSteps: number, badSteps: number, share: number) => {
  const total = Array.from({ length: cleanSteps + badSteps }, () => perStep);
  const bad = total.map((_, step) => (step < cleanSteps ? 0 : perStep * share));
  return { total, bad };
};

const situation = fc.record({
  objective: fc.constantFrom(0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999),
  windowDays: fc.constantFrom(7, 14, 28, 30, 90),
  row: fc.nat(3),
  /** How many times the threshold. */
  excess: fc.double({ min: 1.05, max: 50, noNaN: true }),
});

describe('the model of a burn-rate alert', () => {
  const PER_STEP = 30_000;
  const LEAST = 10;

  test('fires within the promised time, and not before the promised share of the budget is used', () => {
    fc.assert(
      fc.property(situation, ({ objective, windowDays, row, excess }) => {
        const rate = burnRates(objective, windowDays * DAY)[row];
        if (!rate) return;
        const share = Math.min(1, rate.threshold * excess);
        const clean = rate.longSeconds / STEP + 20;
        const until = rate.longSeconds / STEP + 20;
        const traffic = outage(PER_STEP, clean, until, share);
        const fires = firingSteps(traffic, rate, LEAST);
        const first = fires.indexOf(true);
        // The long window has to fill to the threshold; recorded rates lag half of their window; then it has to hold.
        const promised = (rate.longSeconds * rate.threshold) / share + RATE_SECONDS / 2 + (FOR_EVALUATIONS + 1) * STEP;
        expect(first).toBeGreaterThan(0);
        expect((first - clean) * STEP).toBeLessThanOrEqual(promised);
        const used = ((first - clean + 1) * STEP * share) / (windowDays * DAY * (1 - objective));
        expect(used).toBeGreaterThanOrEqual(rate.budgetShare * 0.999);
      }),
      { numRuns: 60 },
    );
  });

  test('never fires at a share of bad requests that keeps the promise', () => {
    fc.assert(
      fc.property(situation, ({ objective, windowDays, row, excess }) => {
        const rate = burnRates(objective, windowDays * DAY)[row];
        if (!rate) return;
        const traffic = outage(PER_STEP, 20, rate.longSeconds / STEP, rate.threshold / excess);
        expect(firingSteps(traffic, rate, LEAST)).not.toContain(true);
      }),
      { numRuns: 40 },
    );
  });

  test('is over soon after the errors are: within the short window', () => {
    fc.assert(
      fc.property(situation, ({ objective, windowDays, row, excess }) => {
        const rate = burnRates(objective, windowDays * DAY)[row];
        if (!rate) return;
        const bad = outage(PER_STEP, 20, rate.longSeconds / STEP, Math.min(1, rate.threshold * excess));
        const after = outage(PER_STEP, (rate.shortSeconds + RATE_SECONDS) / STEP + 2, 0, 0);
        const fires = firingSteps({ total: [...bad.total, ...after.total], bad: [...bad.bad, ...after.bad] }, rate, LEAST);
        expect(fires.at(-1)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  test('is silent about single failures at night, whatever their share', () => {
    for (const rate of burnRates(0.999, 30 * DAY).filter(({ severity }) => severity === 'critical')) {
      const total = Array.from({ length: 1_000 }, (_, step) => (step % 40 === 0 ? 1 : 0));
      expect(firingSteps({ total, bad: total.map((count, step) => (step === 800 ? count : 0)) }, rate, 2)).not.toContain(true);
    }
  });
});
