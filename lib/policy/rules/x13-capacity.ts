import { type Cluster, type Derived, figure, monitoringSize, type PlacedService, type Platform } from '../../model';
import { INSTANCE_TYPES, size } from '../../spec';
import type { LayeredRule, PlatformBreach } from '../rule';
import { clusterPairs } from '../terraform/cluster-pairs';

export const x13Capacity: LayeredRule = {
  id: 'X13',
  severity: 'error',
  subject: 'service and nodes of a cluster, aws_eks_cluster and its node groups',
  over: 'layers',
  why: 'A region that cannot hold the declared load fails at the peak, or in the middle of a failover.',
  mend: 'remove the declared figure, so that the derived one holds, or correct the load that it follows from',
  platform: (platform) =>
    platform.clusters.flatMap((cluster) => [
      ...cluster.services.flatMap((service) => replicas(platform, cluster, service)),
      ...nodes(cluster),
      ...largestPods(platform, cluster),
      ...addresses(platform, cluster),
    ]),
  terraform: clusterPairs,
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

/** Pods are counted together elsewhere; one that is larger than a node fits nowhere, however many there are. */
function largestPods(platform: Platform, cluster: Cluster): PlatformBreach[] {
  const { instanceType, allocatable } = cluster.nodes;
  const { cpu, memory } = monitoringSize(platform, cluster);
  const pods = [
    ...cluster.services.map(({ workload: { name, resources } }) => ({
      name,
      millicores: resources.requests.cpu.millicores,
      bytes: resources.requests.memory.bytes,
      path: ['services', name, 'resources'],
    })),
    { name: 'prometheus', millicores: cpu.value.millicores, bytes: memory.value.bytes, path: ['nodes', 'instanceType'] },
  ];
  return pods
    .filter(({ millicores, bytes }) => millicores > allocatable.value.millicores || bytes > allocatable.value.bytes)
    .map(({ name, millicores, bytes, path }) => ({
      subject: `${cluster.environment}/${cluster.region}/${name}`,
      path,
      message: `one pod asks for ${cores(millicores)} and ${gib(bytes)}; an ${instanceType} offers ${cores(allocatable.value.millicores)} and ${gib(allocatable.value.bytes)}`,
      fix: 'choose a larger nodes.instanceType, or ask for less',
    }));
}

/** Addresses that AWS keeps of a subnet, and room for endpoints and load balancers in it (VPC User Guide, subnet sizing). */
const KEPT_ADDRESSES = 5 + 24;

/** Each pod has an address of its own, and a node takes as many as it may have pods; with a zone lost the others hold its nodes. */
function addresses({ spec }: Platform, { environment, region, role, network, nodes: { max, instanceType } }: Cluster): PlatformBreach[] {
  const needed = derivedFigure(max) ?? max.value;
  const inAZone = Math.ceil(needed / Math.max(1, network.zones.length - 1)) * (INSTANCE_TYPES[instanceType]?.maxPods ?? 0);
  const small = network.zones.find((zone) => size(zone.private) - KEPT_ADDRESSES < inAZone);
  if (!small) return [];
  return [
    {
      subject: `${environment}/${region}`,
      path: spec.environments[environment]?.cidrs?.[role] ? ['environments', environment, 'cidrs', role] : ['regions', role, 'cidr'],
      message: `${small.private.text}, the private subnet of ${small.zone}, has ${size(small.private) - KEPT_ADDRESSES} addresses for pods; with a zone lost its nodes take ${inAZone}`,
      fix: 'give the region a larger block, or choose larger nodes, which leave fewer addresses unused',
    },
  ];
}

const cores = (millicores: number) => `${figure(millicores / 1000)} cores`;
const gib = (bytes: number) => `${figure(bytes / 2 ** 30)} GiB`;

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
