import fc from 'fast-check';
import { type Call, callGraph } from '../../lib/model';

const graphs = fc
  .integer({ min: 1, max: 12 })
  .chain((size) =>
    fc.record({
      services: fc.constant(Array.from({ length: size }, (_, i) => `s${i}`)),
      edges: fc.uniqueArray(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 30, selector: ([a, b]) => `${a}-${b}` }),
    }),
  )
  .map(({ services, edges }) => ({
    services,
    calls: edges.filter(([a, b]) => a !== b).map(([a, b]): Call => ({ caller: `s${a}`, callee: `s${b}`, ports: [], perRequest: 1 })),
  }));

/** Whether calls lead from one service to the other; slow and plain, to check the fast way against. */
function reaches(calls: readonly Call[], from: string, to: string, seen = new Set<string>()): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return calls.some(({ caller, callee }) => caller === from && (callee === to || reaches(calls, callee, to, seen)));
}

describe('the call graph', () => {
  test('reports exactly the services that can reach themselves', () => {
    fc.assert(
      fc.property(graphs, ({ services, calls }) => {
        const inCycles = callGraph(services, calls).cycles.flat().sort();
        expect(inCycles).toEqual(services.filter((service) => reaches(calls, service, service)).sort());
      }),
    );
  });

  test('orders every service after what it calls, but inside a cycle', () => {
    fc.assert(
      fc.property(graphs, ({ services, calls }) => {
        const { calleesFirst } = callGraph(services, calls);
        expect([...calleesFirst].sort()).toEqual([...services].sort());
        for (const { caller, callee } of calls) {
          if (!reaches(calls, callee, caller)) expect(calleesFirst.indexOf(callee)).toBeLessThan(calleesFirst.indexOf(caller));
        }
      }),
    );
  });

  test('does not depend on the order in which calls are declared', () => {
    fc.assert(
      fc.property(graphs, ({ services, calls }) => {
        expect(callGraph([...services].reverse(), [...calls].reverse())).toEqual(callGraph(services, calls));
      }),
    );
  });
});
