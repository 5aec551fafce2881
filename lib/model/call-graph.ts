/** One service calls another while it answers. */
export interface Call {
  readonly caller: string;
  readonly callee: string;
  /** Port names of the callee; empty for all of them. */
  readonly ports: readonly string[];
  /** Calls for each request of the caller: the visit ratio. */
  readonly perRequest: number;
}

/** Who calls whom. */
export interface CallGraph {
  readonly services: readonly string[];
  readonly calls: readonly Call[];
  /** Groups of services that call each other in a circle, each sorted, smallest name first. */
  readonly cycles: readonly (readonly string[])[];
  /** Every service after the services that it calls; services of a cycle stand together. */
  readonly calleesFirst: readonly string[];
}

/** Builds the graph; a cycle is reported, not refused, since callbacks are legitimate. */
export function callGraph(services: readonly string[], calls: readonly Call[]): CallGraph {
  const sortedServices = [...services].sort();
  const sortedCalls = [...calls].sort((a, b) => compare(a.caller, b.caller) || compare(a.callee, b.callee));
  const components = stronglyConnected(sortedServices, successors(sortedCalls));
  return {
    services: sortedServices,
    calls: sortedCalls,
    cycles: components.filter((component) => component.length > 1).map((component) => [...component].sort()),
    calleesFirst: components.flatMap((component) => [...component].sort()),
  };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function successors(calls: readonly Call[]): ReadonlyMap<string, string[]> {
  const map = new Map<string, string[]>();
  for (const call of calls) map.set(call.caller, [...(map.get(call.caller) ?? []), call.callee]);
  return map;
}

/** Strongly connected components in reverse topological order (Tarjan, 1972), without recursion: a chain may be long. */
function stronglyConnected(nodes: readonly string[], next: ReadonlyMap<string, string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const components: string[][] = [];

  const enter = (node: string) => {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    open.push(node);
    isOpen.add(node);
    return { node, rest: [...(next.get(node) ?? [])] };
  };
  const lower = (node: string, to: number) => low.set(node, Math.min(low.get(node) ?? to, to));

  for (const root of nodes) {
    if (index.has(root)) continue;
    const path = [enter(root)];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const { node } = top;
      const successor = top.rest.shift();
      if (successor === undefined) {
        path.pop();
        const parent = path.at(-1);
        if (parent) lower(parent.node, low.get(node) ?? 0);
        if (low.get(node) === index.get(node)) components.push(close(node));
      } else if (!index.has(successor)) {
        path.push(enter(successor));
      } else if (isOpen.has(successor)) {
        lower(node, index.get(successor) ?? 0);
      }
    }
  }
  return components;

  function close(root: string): string[] {
    const component: string[] = [];
    for (;;) {
      const node = open.pop();
      if (node === undefined) return component;
      isOpen.delete(node);
      component.push(node);
      if (node === root) return component;
    }
  }
}
