import { type Cluster, figure, type PlacedService, type Platform, type Scaling } from '../../model';
import { table } from './table';

/** Capacity of one service in one cluster, as `--json` shows it. */
export interface CapacityRow {
  readonly environment: string;
  readonly region: string;
  readonly role: string;
  readonly service: string;
  readonly tier: string;
  readonly requestsPerSecond: number;
  /** Null for a scheduled workload. */
  readonly replicas: { readonly floor: number; readonly ceiling: number; readonly full: number } | null;
  readonly why: string;
}

/** Capacity of every service in every cluster. */
export const capacityRows = (platform: Platform): CapacityRow[] =>
  platform.clusters.flatMap((cluster) => cluster.services.map((service) => row(cluster, service)));

function row({ environment, region, role }: Cluster, { workload, tier, throughput }: PlacedService): CapacityRow {
  const { name, scaling, schedule } = workload;
  return {
    environment,
    region,
    role,
    service: name,
    tier,
    requestsPerSecond: Math.round(throughput.value * 100) / 100,
    replicas: scaling ? { floor: scaling.floor.value, ceiling: scaling.ceiling.value, full: scaling.full.value } : null,
    why: schedule ? `runs at ${schedule.cron} (${schedule.timeZone})` : (scaling?.floor.because.inShort ?? ''),
  };
}

/** A table for each environment: services, load, replicas in each region, and why the first region needs them. */
export function capacityTables(platform: Platform): string {
  const environments = [...new Set(platform.clusters.map(({ environment }) => environment))];
  return environments
    .map((environment) => capacityTable(platform.clusters.filter((cluster) => cluster.environment === environment)))
    .join('\n\n');
}

function capacityTable(clusters: readonly Cluster[]): string {
  const [first] = clusters;
  if (!first) return '';
  const head = ['service', 'tier', 'requests/s', ...clusters.map(({ region }) => region), 'why'];
  const rows = first.services.map((service) => [
    service.workload.name,
    service.tier,
    figure(service.throughput.value),
    ...clusters.map((cluster) => span(cluster.services.find(({ workload }) => workload.name === service.workload.name)?.workload.scaling)),
    row(first, service).why,
  ]);
  const nodes = [
    'nodes',
    '',
    '',
    ...clusters.map((cluster) => `${cluster.nodes.min.value}-${cluster.nodes.max.value}`),
    `${first.nodes.instanceType}; every pod fits with one zone lost`,
  ];
  return `${first.environment}\n${table(head, [...rows, nodes], [2, ...clusters.map((_, i) => i + 3)])}`;
}

const span = (scaling: Scaling | undefined) =>
  scaling === undefined
    ? 'job'
    : scaling.floor.value === scaling.ceiling.value
      ? String(scaling.floor.value)
      : `${scaling.floor.value}-${scaling.ceiling.value}`;
