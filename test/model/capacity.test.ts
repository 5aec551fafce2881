import fc from 'fast-check';
import { callGraph, interactiveThroughput, type Scaling, servingScaling, standbyScaling, throughputs } from '../../lib/model';

const rate = (value: number) => ({ value, because: { formula: '', inputs: {}, source: '' } });

/** Any demand that a platform file can declare. */
const demands = fc.record({
  throughput: fc.double({ min: 0, max: 1e6, noNaN: true }).map(rate),
  requestsPerReplica: fc.double({ min: 0.5, max: 5000, noNaN: true }),
  targetUtilization: fc.integer({ min: 10, max: 90 }).map((percent) => percent / 100),
  zoneLossUtilization: fc.integer({ min: 10, max: 100 }).map((percent) => percent / 100),
  zones: fc.integer({ min: 2, max: 3 }),
  minimum: fc.integer({ min: 2, max: 3 }),
  burst: fc.integer({ min: 1, max: 20 }),
});

describe('throughput', () => {
  test('of 10,000 users who think for 10 s and wait 200 ms is about 980 requests a second', () => {
    expect(interactiveThroughput({ users: 10_000, thinkSeconds: 10, responseSeconds: 0.2 }).value).toBeCloseTo(980.39, 2);
  });

  test('reaches a callee from all of its callers, by visit ratio', () => {
    const graph = callGraph(
      ['web', 'mobile', 'stock'],
      [
        { caller: 'web', callee: 'stock', ports: [], perRequest: 2 },
        { caller: 'mobile', callee: 'stock', ports: [], perRequest: 0.5 },
      ],
    );
    const users = { users: 100, thinkSeconds: 0.5, responseSeconds: 0.5 };
    const rates = throughputs(
      graph,
      new Map([
        ['web', users],
        ['mobile', users],
      ]),
    );
    expect(rates.get('stock')?.value).toBe(250);
  });

  test('passes along a chain of 5,000 services without running out of stack', () => {
    const names = Array.from({ length: 5000 }, (_, i) => `s${i}`);
    const calls = names.slice(1).map((callee, i) => ({ caller: `s${i}`, callee, ports: [], perRequest: 1 }));
    const rates = throughputs(callGraph(names, calls), new Map([['s0', { users: 10, thinkSeconds: 1, responseSeconds: 0 }]]));
    expect(rates.get('s4999')?.value).toBe(10);
  });

  test('in a cycle does not feed on itself', () => {
    const graph = callGraph(
      ['a', 'b'],
      [
        { caller: 'a', callee: 'b', ports: [], perRequest: 1 },
        { caller: 'b', callee: 'a', ports: [], perRequest: 1 },
      ],
    );
    const rates = throughputs(graph, new Map([['a', { users: 10, thinkSeconds: 1, responseSeconds: 0 }]]));
    expect([rates.get('a')?.value, rates.get('b')?.value]).toEqual([10, 0]);
  });
});

describe('replicas', () => {
  test('carry the load at the target utilisation', () => {
    fc.assert(
      fc.property(demands, (demand) => {
        const { value } = servingScaling(demand).floor;
        expect(value * demand.requestsPerReplica * demand.targetUtilization).toBeGreaterThanOrEqual(demand.throughput.value * (1 - 1e-6));
      }),
    );
  });

  test('still carry the load when the fullest zone is lost', () => {
    fc.assert(
      fc.property(demands, (demand) => {
        const { value } = servingScaling(demand).floor;
        const survivors = value - Math.ceil(value / demand.zones);
        expect(survivors * demand.requestsPerReplica * demand.zoneLossUtilization).toBeGreaterThanOrEqual(
          demand.throughput.value * (1 - 1e-6),
        );
      }),
    );
  });

  test('are not one more than that needs', () => {
    fc.assert(
      fc.property(demands, (demand) => {
        const fewer = servingScaling(demand).floor.value - 1;
        const survivors = fewer - Math.ceil(fewer / demand.zones);
        const carries = (replicas: number, utilization: number) =>
          replicas * demand.requestsPerReplica * utilization >= demand.throughput.value * (1 + 1e-6);
        expect(fewer >= demand.minimum && carries(fewer, demand.targetUtilization) && carries(survivors, demand.zoneLossUtilization)).toBe(
          false,
        );
      }),
    );
  });

  test('grow with the load, stay within floor and ceiling, and never fall below the minimum', () => {
    fc.assert(
      fc.property(demands, fc.double({ min: 1, max: 10, noNaN: true }), (demand, factor) => {
        const ordered = ({ floor, ceiling, full }: Scaling) =>
          floor.value >= demand.minimum && floor.value <= full.value && full.value <= ceiling.value;
        const more = servingScaling({ ...demand, throughput: rate(demand.throughput.value * factor) });
        expect(ordered(servingScaling(demand))).toBe(true);
        expect(more.floor.value).toBeGreaterThanOrEqual(servingScaling(demand).floor.value);
      }),
    );
  });

  test('of a standby region are the declared share, and a failover raises them to the whole', () => {
    fc.assert(
      fc.property(demands, fc.integer({ min: 0, max: 100 }), (demand, percent) => {
        const standby = standbyScaling(demand, percent / 100);
        expect(standby.full.value).toBe(servingScaling(demand).full.value);
        expect(standby.floor.value).toBeGreaterThanOrEqual(Math.max(demand.minimum, (standby.full.value * percent) / 100 - 1e-6));
        expect(standby.floor.value).toBeLessThanOrEqual(standby.full.value);
      }),
    );
  });

  test('of a load beyond all reason are computed at once', () => {
    const start = performance.now();
    servingScaling({
      throughput: rate(1e200),
      requestsPerReplica: 1,
      targetUtilization: 0.7,
      zoneLossUtilization: 0.9,
      zones: 3,
      minimum: 3,
      burst: 2,
    });
    expect(performance.now() - start).toBeLessThan(100);
  });

  test('without a measured replica are the minimum, and say why', () => {
    const { floor } = servingScaling({
      throughput: rate(100),
      targetUtilization: 0.7,
      zoneLossUtilization: 0.9,
      zones: 3,
      minimum: 3,
      burst: 2,
    });
    expect(floor).toMatchObject({ value: 3, because: { inputs: { because: 'no requestsPerReplica is declared' } } });
  });
});
