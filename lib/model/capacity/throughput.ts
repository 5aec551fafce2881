import type { CallGraph } from '../call-graph';
import { type Derived, derived, figure } from '../derived';

/** What users do to a service. */
export interface UserLoad {
  /** Concurrent users at the peak. */
  readonly users: number;
  /** Seconds that a user waits between two requests. */
  readonly thinkSeconds: number;
  /** Seconds that a request takes. */
  readonly responseSeconds: number;
}

const OPERATIONAL_LAWS = 'Denning and Buzen, The Operational Analysis of Queueing Network Models, 1978';

/** Requests a second that `users` make: the interactive response-time law, X = N / (Z + R). */
export function interactiveThroughput(load: UserLoad): Derived<number> {
  return derived(
    load.users / (load.thinkSeconds + load.responseSeconds),
    'X = N / (Z + R)',
    {
      N: `${figure(load.users)} users`,
      Z: `${figure(load.thinkSeconds)} s think time`,
      R: `${figure(load.responseSeconds)} s response time`,
    },
    `interactive response-time law; ${OPERATIONAL_LAWS}`,
  );
}

/**
 * Requests a second at every service: its own users, and what its callers pass on (the forced-flow law, X_k = V_k X,
 * where V_k is the visit ratio). Calls inside a cycle pass nothing on, since their flow has no first source.
 */
export function throughputs(graph: CallGraph, own: ReadonlyMap<string, UserLoad>): ReadonlyMap<string, Derived<number>> {
  const cycleOf = new Map(graph.cycles.flatMap((cycle, i) => cycle.map((service) => [service, i] as const)));
  const inOneCycle = (a: string, b: string) => cycleOf.has(a) && cycleOf.get(a) === cycleOf.get(b);
  const callers = new Map<string, { caller: string; perRequest: number }[]>();
  for (const { caller, callee, perRequest } of graph.calls) {
    if (!inOneCycle(caller, callee)) callers.set(callee, [...(callers.get(callee) ?? []), { caller, perRequest }]);
  }

  const result = new Map<string, Derived<number>>();
  for (const service of [...graph.calleesFirst].reverse()) {
    const load = own.get(service);
    const direct = load ? interactiveThroughput(load) : undefined;
    const passedOn = (callers.get(service) ?? [])
      .map(({ caller, perRequest }) => ({ caller, perRequest, rate: result.get(caller)?.value ?? 0 }))
      .filter(({ rate }) => rate > 0);
    if (direct && passedOn.length === 0) {
      result.set(service, direct);
    } else {
      // The first key is the same for every service: V8 remembers 1,536 first keys, and beyond that all objects turn slow.
      const inputs: Record<string, string> = { 'own users': `${figure(direct?.value ?? 0)}/s` };
      for (const { caller, perRequest, rate } of passedOn) inputs[caller] = `${figure(rate)}/s x ${perRequest}`;
      const sum = (direct?.value ?? 0) + passedOn.reduce((total, { rate, perRequest }) => total + rate * perRequest, 0);
      result.set(service, derived(sum, 'X = own users + sum over callers of X_caller x V', inputs, `forced-flow law; ${OPERATIONAL_LAWS}`));
    }
  }
  return result;
}
