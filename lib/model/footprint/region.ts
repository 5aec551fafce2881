import { INSTANCE_TYPES } from '../../spec';
import { NODE_DISK_GIB } from '../capacity/nodes';
import { monitoringSize, WATCHERS } from '../monitoring';
import { alertmanagersOf } from '../monitoring/pods';
import type { Cluster, Platform } from '../platform';

const GIB = 2 ** 30;
/** Volume of one Alertmanager. */
const ALERTMANAGER_GIB = 1;

/** An amount at the floors of all services, and at their ceilings. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** What an environment takes up in one region. */
export interface RegionFootprint {
  readonly environment: string;
  readonly region: string;
  readonly role: Cluster['role'];
  readonly account: string;
  readonly nodes: Range;
  readonly vcpus: Range;
  readonly memoryGib: Range;
  /** Disks of nodes, and volumes of what watches them. */
  readonly volumesGib: Range;
  /** Pods of services. */
  readonly replicas: Range;
  /** Replicas that the whole load needs: what the recovery region starts when it takes over. */
  readonly fullReplicas: number;
  readonly databases: readonly DatabaseFootprint[];
}

export interface DatabaseFootprint {
  readonly name: string;
  readonly engine: string;
  /** Storage as declared; undefined where the provider chooses it. */
  readonly storageGib?: number;
}

/** What an environment takes up in the region of a cluster. */
export function regionFootprint(platform: Platform, cluster: Cluster): RegionFootprint {
  const { nodes, services } = cluster;
  const instance = INSTANCE_TYPES[nodes.instanceType];
  if (!instance) throw new Error(`instance type ${nodes.instanceType} passed the spec but is not known`);
  const perNode = (each: number): Range => ({ min: nodes.min.value * each, max: nodes.max.value * each });
  const sum = (at: 'floor' | 'full' | 'ceiling') =>
    services.reduce((total, { workload }) => total + (workload.scaling?.[at].value ?? 0), 0);
  const watchers =
    (WATCHERS.prometheus.replicas * monitoringSize(platform, cluster).disk.value.bytes) / GIB + alertmanagersOf(cluster) * ALERTMANAGER_GIB;
  const disks = perNode(NODE_DISK_GIB);
  return {
    environment: cluster.environment,
    region: cluster.region,
    role: cluster.role,
    account: cluster.account,
    nodes: perNode(1),
    vcpus: perNode(instance.vcpus),
    memoryGib: perNode(instance.memoryMib / 1024),
    volumesGib: { min: disks.min + watchers, max: disks.max + watchers },
    replicas: { min: sum('floor'), max: sum('ceiling') },
    fullReplicas: sum('full'),
    databases: databasesOfAws(platform, cluster).map(({ name, engine, storage }) => ({
      name,
      engine,
      ...(storage ? { storageGib: storage.bytes / GIB } : {}),
    })),
  };
}

/** Databases that AWS runs for the services of a cluster, by name. */
export function databasesOfAws({ spec }: Platform, { services }: Cluster) {
  const used = new Set(services.flatMap(({ workload }) => spec.services[workload.name]?.databases ?? []));
  return Object.entries(spec.databases)
    .filter(([name, { placement }]) => placement === 'managed' && used.has(name))
    .map(([name, database]) => ({ name, ...database }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
