import type { Cluster, PlacedService, Platform } from '../platform';

/** A service and everything that it calls while it answers, in one region. */
export function neededBy({ graph }: Platform, cluster: Cluster, name: string): readonly PlacedService[] {
  const found = new Set([name]);
  for (const service of found) for (const { caller, callee } of graph.calls) if (caller === service) found.add(callee);
  return cluster.services.filter(({ workload }) => found.has(workload.name));
}
