import type { Cluster, Derived, PlacedService, Platform } from '../../model';
import type { PlatformBreach, PlatformRule } from '../rule';

export const x13Capacity: PlatformRule = {
  id: 'X13',
  severity: 'error',
  subject: 'service and nodes of a cluster',
  over: 'platform',
  why: 'A region that cannot hold the declared load fails at the peak, or in the middle of a failover.',
  mend: 'remove the declared figure, so that the derived one holds, or correct the load that it follows from',
  check: (platform) =>
    platform.clusters.flatMap((cluster) => [
      ...cluster.services.flatMap((service) => replicas(platform, cluster, service)),
      ...nodes(cluster),
    ]),
};

function replicas(platform: Platform, cluster: Cluster, { workload }: PlacedService): PlatformBreach[] {
  const { scaling } = workload;
  if (!scaling) return [];
  const needed = derivedFigure(scaling.floor);
  const found: PlatformBreach[] = [];
  const report = (key: 'min' | 'max', message: string, least: number) =>
    found.push({
      subject: `${cluster.environment}/${cluster.region}/${workload.name}`,
      path: replicasPath(platform, cluster, workload.name, key),
      message,
      fix: `remove replicas.${key}, raise it to ${least}, or correct the load`,
    });
  if (needed !== undefined && scaling.floor.value < needed) {
    report('min', `declares ${scaling.floor.value} replicas at least; its load and tier need ${needed}`, needed);
  }
  // A failover raises the floor to the full count, so the ceiling must not be in its way.
  if (derivedFigure(scaling.ceiling) !== undefined && scaling.ceiling.value < scaling.full.value) {
    const { value } = scaling.full;
    report('max', `declares ${scaling.ceiling.value} replicas at most; the whole load needs ${value}`, value);
  }
  return found;
}

function nodes({ environment, region, nodes: { max, instanceType } }: Cluster): PlatformBreach[] {
  const needed = derivedFigure(max);
  if (needed === undefined || max.value >= needed) return [];
  return [
    {
      subject: `${environment}/${region}`,
      path: ['nodes', 'max'],
      message: `the nodes may grow to ${max.value}; with every service at its ceiling and one zone lost, ${needed} ${instanceType} are needed`,
      fix: `remove nodes.max, raise it to ${needed}, or choose a larger instance type`,
    },
  ];
}

/** What would hold had nothing been declared; undefined when the value is derived itself. */
function derivedFigure({ because }: Derived<number>): number | undefined {
  const figure = because.formula === 'declared' ? Number(because.inputs.derived) : Number.NaN;
  return Number.isFinite(figure) ? figure : undefined;
}

/** The override of the environment, when it has one, is what counts. */
function replicasPath({ spec }: Platform, { environment }: Cluster, service: string, key: 'min' | 'max'): readonly PropertyKey[] {
  const own = spec.environments[environment]?.services[service]?.replicas?.[key] !== undefined;
  return [...(own ? ['environments', environment] : []), 'services', service, 'replicas', key];
}
