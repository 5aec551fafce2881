import { type DatabaseSpec, UsageError } from '../spec';

const GIB = 2 ** 30;

/**
 * Memory of a node in GiB (ElastiCache pricing, on-demand nodes). No burstable types: a store that has used up its CPU credits
 * answers too late and looks like one that is down. The smallest is a general purpose one, the others have more memory a CPU.
 */
const NODE_TYPES: readonly (readonly [type: string, memoryGib: number])[] = [
  ['cache.m7g.large', 6.38],
  ['cache.r7g.large', 13.07],
  ['cache.r7g.xlarge', 26.32],
  ['cache.r7g.2xlarge', 52.82],
  ['cache.r7g.4xlarge', 105.81],
  ['cache.r7g.8xlarge', 209.55],
];

/** Memory that is left for data: a quarter is reserved for snapshots and failover (ElastiCache default, reserved-memory-percent). */
const USABLE_SHARE = 0.75;

/**
 * The declared node, else the smallest that holds a database; every node holds all of it. Default: the smallest of all.
 *
 * @throws UsageError when no node is large enough, or the declared one is burstable or of another service
 */
export function cacheNodeType(name: string, { storage, instanceClass }: DatabaseSpec): string {
  if (instanceClass !== undefined) {
    // A Global Datastore runs on these families only (ElastiCache User Guide, prerequisites and limitations).
    if (/^cache\.(m[5-9]|r[5-9]|c7gn)/.test(instanceClass)) return instanceClass;
    throw new UsageError(
      `databases.${name}.instanceClass: found ${instanceClass}, expected a node that is not burstable, such as cache.r7g.large`,
    );
  }
  const found = NODE_TYPES.find(([, memoryGib]) => (storage?.bytes ?? 0) <= memoryGib * USABLE_SHARE * GIB);
  if (found) return found[0];
  const most = Math.floor(Math.max(...NODE_TYPES.map(([, memoryGib]) => memoryGib)) * USABLE_SHARE);
  throw new UsageError(
    `databases.${name}.storage: found ${storage?.text}, expected at most ${most}Gi, which the largest node holds; split the database`,
  );
}
