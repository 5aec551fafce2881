import type { CallGraph } from '../../../model';
import type { ServiceSpec } from '../../../spec';

/** Whom a service calls, without itself. */
export const calleesOf = (name: string, { calls }: CallGraph): readonly string[] => [
  ...new Set(calls.filter(({ caller, callee }) => caller === name && callee !== name).map(({ callee }) => callee)),
];

/**
 * Whom it waits for. Services that call each other in a circle wait for none of the circle, since Compose refuses one; they
 * have to bear that the others come later, as they do in a cluster.
 */
export const awaitedOf = (name: string, graph: CallGraph): readonly string[] => {
  const circle = graph.cycles.find((cycle) => cycle.includes(name)) ?? [];
  return calleesOf(name, graph).filter((callee) => !circle.includes(callee));
};

/** A service and all that it needs, directly or not, in the order of their names. */
export function closureOf(name: string, graph: CallGraph, services: ReadonlyMap<string, ServiceSpec>): readonly string[] {
  const found = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next) || !services.has(next)) continue;
    found.add(next);
    open.push(...calleesOf(next, graph));
  }
  return [...found].sort();
}
