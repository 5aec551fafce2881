import type { ServiceSpec } from '../../spec';
import { type CallGraph, callGraph } from '../call-graph';
import { type Derived, derived } from '../derived';

/** Time that a service may take for its own work when it declares no latency: what a person still waits for, in seconds. */
const OWN_SECONDS = 5;
/** The slowest request that is still answered, as a multiple of the latency that the objective calls fast. */
const SLOWEST = 4;

/** How long one service waits for another, and how often it tries. */
export interface CallBudget {
  readonly caller: string;
  readonly callee: string;
  /** Attempts in all, the first included. */
  readonly attempts: Derived<number>;
  /** Until the caller gives up, in milliseconds: all attempts together. */
  readonly timeoutMs: Derived<number>;
  /** For one attempt, in milliseconds. */
  readonly perTryMs: number;
}

/** Time and attempts over the call graph. */
export interface RetryBudget {
  /** Sorted by caller and callee. */
  readonly calls: readonly CallBudget[];
  /** What each service needs at worst to answer, in milliseconds: its own work and the slowest of its calls. */
  readonly deadlines: ReadonlyMap<string, Derived<number>>;
}

/**
 * Works from the leaves of the call graph to its roots. A call that declares nothing is made once and may take as long as its
 * callee needs at worst, so that nobody gives up on work that is still being done (Google SRE, Addressing Cascading Failures,
 * latency and deadlines). More attempts are declared, never assumed: retries on several levels multiply.
 */
export function retryBudget(services: ReadonlyMap<string, ServiceSpec>, { calleesFirst }: CallGraph): RetryBudget {
  const calls: CallBudget[] = [];
  const deadlines = new Map<string, Derived<number>>();
  for (const caller of calleesFirst) {
    const service = services.get(caller);
    if (!service) continue;
    const own = ownWork(service);
    const made = service.calls.flatMap((call) => {
      const declared = typeof call === 'string' ? { service: call } : call;
      const callee = services.get(declared.service);
      // In a cycle the other one is not known yet: its own work counts.
      return callee ? [budgetOf(caller, declared, deadlines.get(declared.service) ?? ownWork(callee))] : [];
    });
    calls.push(...made);
    deadlines.set(caller, deadline(own, made));
  }
  return { calls: calls.sort((a, b) => compare(a.caller, b.caller) || compare(a.callee, b.callee)), deadlines };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

interface DeclaredCall {
  readonly service: string;
  readonly timeout?: { readonly seconds: number };
  readonly attempts?: number;
}

function budgetOf(caller: string, { service: callee, timeout, attempts: declared }: DeclaredCall, needs: Derived<number>): CallBudget {
  const attempts =
    declared === undefined
      ? derived(1, 'one attempt', {}, 'retries on several levels multiply (Google SRE, Addressing Cascading Failures)')
      : derived(declared, 'declared', {}, 'attempts of the call');
  const all = attempts.value * needs.value;
  const timeoutMs = timeout
    ? derived(Math.round(timeout.seconds * 1000), 'declared', { needed: milliseconds(all) }, 'timeout of the call')
    : derived(
        all,
        'attempts x what the callee needs',
        { attempts: String(attempts.value), [callee]: milliseconds(needs.value) },
        'deadlines of the callee',
      );
  return { caller, callee, attempts, timeoutMs, perTryMs: Math.floor(timeoutMs.value / attempts.value) };
}

function ownWork({ objectives }: ServiceSpec): Derived<number> {
  const fast = objectives?.latency?.threshold.seconds;
  return fast === undefined
    ? derived(OWN_SECONDS * 1000, 'own work', {}, 'assumption; declare a latency objective')
    : derived(fast * 1000 * SLOWEST, `${SLOWEST} x latency objective`, { objective: milliseconds(fast * 1000) }, 'objectives.latency');
}

function deadline(own: Derived<number>, calls: readonly CallBudget[]): Derived<number> {
  const [slowest] = [...calls].sort((a, b) => b.timeoutMs.value - a.timeoutMs.value);
  if (!slowest) return own;
  return derived(
    own.value + slowest.timeoutMs.value,
    'own work + slowest call',
    { own: milliseconds(own.value), [slowest.callee]: milliseconds(slowest.timeoutMs.value) },
    'calls may be made side by side; the slowest decides',
  );
}

/** Milliseconds as people write them. */
export const milliseconds = (value: number) => (value >= 1000 ? `${Math.round(value / 10) / 100}s` : `${Math.round(value)}ms`);

/** How many attempts one request can become along the worst path to each service, with that path. */
export interface Amplification {
  readonly attempts: number;
  /** Services from the first caller on; the attempts of each call stand at the callee. */
  readonly path: readonly { readonly service: string; readonly attempts: number }[];
}

/** A call as the product of attempts needs it. */
export interface Attempted {
  readonly caller: string;
  readonly callee: string;
  readonly attempts: number;
}

/**
 * The worst product of attempts along any path to each service. A circle whose calls are made once adds nothing; one in which
 * a call is repeated has no bound: its services have infinitely many attempts, and the circle as path.
 */
export function amplifications(calls: readonly Attempted[]): ReadonlyMap<string, Amplification> {
  const services = [...new Set(calls.flatMap(({ caller, callee }) => [caller, callee]))];
  const { calleesFirst, cycles } = callGraph(
    services,
    calls.map(({ caller, callee }) => ({ caller, callee, ports: [], perRequest: 1 })),
  );
  const circleOf = new Map(cycles.flatMap((members) => members.map((member) => [member, members] as const)));
  const into = new Map<string, Attempted[]>();
  for (const call of calls) into.set(call.callee, [...(into.get(call.callee) ?? []), call]);

  const known = new Map<string, Amplification>();
  for (const service of [...calleesFirst].reverse()) {
    if (known.has(service)) continue;
    const members = circleOf.get(service) ?? [service];
    const calledFrom = members.flatMap((member) => into.get(member) ?? []);
    const inside = calledFrom.filter(({ caller }) => members.includes(caller));
    const repeated = inside.find(({ attempts }) => attempts > 1);
    if (repeated) {
      const path = [repeated.caller, repeated.callee].map((name, i) => ({ service: name, attempts: i === 0 ? 1 : repeated.attempts }));
      for (const member of members) known.set(member, { attempts: Number.POSITIVE_INFINITY, path });
      continue;
    }
    const worst = calledFrom
      .filter(({ caller }) => !members.includes(caller))
      .map(({ caller, callee, attempts }): Amplification => {
        const before = known.get(caller) ?? { attempts: 1, path: [{ service: caller, attempts: 1 }] };
        return { attempts: before.attempts * attempts, path: [...before.path, { service: callee, attempts }] };
      })
      .reduce<Amplification | undefined>((best, next) => (best && best.attempts >= next.attempts ? best : next), undefined);
    for (const member of members) {
      const inner = member === worst?.path.at(-1)?.service || !worst ? [] : [{ service: member, attempts: 1 }];
      known.set(member, worst ? { ...worst, path: [...worst.path, ...inner] } : { attempts: 1, path: [{ service: member, attempts: 1 }] });
    }
  }
  return known;
}
