import type { PlatformSpec } from '../../spec';
import type { CallGraph } from '../call-graph';
import type { Cluster, Notice } from '../platform';

/** What a person should know before they trust the output. */
export function noticesOf(spec: PlatformSpec, graph: CallGraph, clusters: readonly Cluster[]): readonly Notice[] {
  const cycles = graph.cycles.map((cycle) => ({
    subject: cycle.join(', '),
    message: `call each other in a cycle (${[...cycle, cycle[0]].join(' -> ')}); none of them can start, fail over or be sized before the others`,
  }));
  const unsized = Object.entries(spec.services)
    .filter(([name, service]) => service.load?.requestsPerReplica === undefined && !service.singleton && hasLoad(name, clusters))
    .map(([subject]) => ({
      subject,
      message: 'gets load but declares no load.requestsPerReplica, so its replicas are not proved to carry it',
    }));
  const uncounted = Object.entries(spec.services)
    .filter(([name, { objectives }]) => objectives && !isCounted(name, clusters))
    .map(([subject]) => ({
      subject,
      message:
        'declares objectives, but nothing counts its requests, so no alert watches them: declare metrics, or mesh: istio with sidecars',
    }));
  return [...cycles, ...unsized, ...uncounted];
}

const hasLoad = (name: string, clusters: readonly Cluster[]) =>
  clusters.some((cluster) => cluster.services.some(({ workload, throughput }) => workload.name === name && throughput.value > 0));

const isCounted = (name: string, clusters: readonly Cluster[]) =>
  clusters.some(({ services }) => services.some(({ workload, objectives }) => workload.name === name && objectives));
