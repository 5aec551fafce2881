import { type ByteQuantity, bytes, millicores, type PlatformSpec, type ServiceSpec } from '../../spec';
import { defineResources } from '../define-workload';
import type { Resources } from '../workload';
import { isStore, storeResources } from './kind';

const MIB = 2 ** 20;

/** What helps a database: the container that tends it, its exporter, jobs that copy it and look whether it comes back. */
export const STORE_HELPERS = {
  tend: defineResources({ cpu: millicores(10), memory: bytes(64 * MIB) }),
  exporter: defineResources({ cpu: millicores(20), memory: bytes(64 * MIB) }),
  job: defineResources({ cpu: millicores(200), memory: bytes(512 * MIB) }, { memory: bytes(1024 * MIB) }),
} as const;

/** Pods of one kind that are no service, at their most. */
export interface ReservedPods {
  readonly count: number;
  /** Each container of one of them. */
  readonly containers: readonly Resources[];
}

/** A pod that replaces one that has not gone yet, or a run beside one that is being replaced. */
const ONE_MORE = 1;

/** What the databases in pods of a cluster take up, with all of their jobs running. */
export function storePods({ databases }: PlatformSpec, services: Iterable<ServiceSpec>): readonly ReservedPods[] {
  const used = new Set([...services].flatMap((service) => service.databases));
  return Object.entries(databases)
    .filter(([name, database]) => isStore(database) && used.has(name))
    .flatMap(([, database]): ReservedPods[] => {
      const server = storeResources(database);
      const { job, tend, exporter } = STORE_HELPERS;
      return [
        { count: ONE_MORE + 1, containers: [server, tend, exporter] },
        { count: 3 + ONE_MORE, containers: [job] },
        // A restored server needs what the server needs.
        { count: 1, containers: [server] },
      ];
    });
}

/** The largest amount that one container of such pods may use. */
export const largestOf = (pods: readonly ReservedPods[], of: (resources: Resources) => ByteQuantity): number =>
  Math.max(0, ...pods.flatMap(({ containers }) => containers.map((resources) => of(resources).bytes)));

/** What they reserve or may use together. */
export const sumOf = (pods: readonly ReservedPods[], of: (resources: Resources) => number): number =>
  pods.reduce((sum, { count, containers }) => sum + count * containers.reduce((total, resources) => total + of(resources), 0), 0);
