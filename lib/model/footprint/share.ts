import type { Platform } from '../platform';
import { type RegionFootprint, regionFootprint } from './region';

/** What the recovery region of an environment keeps running, as a share of the primary: resources, since prices change. */
export interface RecoveryShare {
  readonly environment: string;
  readonly nodes: number;
  readonly vcpus: number;
  readonly memory: number;
  readonly volumes: number;
  readonly replicas: number;
  /** Nodes that a failover adds: at the ceilings, where the floors do not hold the whole load. */
  readonly nodesToAdd: number;
}

/** Shares of every environment that runs in both regions, with every service at its floor. */
export function recoveryShares(platform: Platform): readonly RecoveryShare[] {
  const regions = platform.clusters.map((cluster) => regionFootprint(platform, cluster));
  return regions.flatMap((recovery) => {
    const primary = regions.find(({ environment, role }) => environment === recovery.environment && role === 'primary');
    return recovery.role === 'recovery' && primary ? [shareOf(recovery, primary)] : [];
  });
}

function shareOf(recovery: RegionFootprint, primary: RegionFootprint): RecoveryShare {
  const share = (pick: (footprint: RegionFootprint) => number) => (pick(primary) === 0 ? 0 : pick(recovery) / pick(primary));
  return {
    environment: recovery.environment,
    nodes: share(({ nodes }) => nodes.min),
    vcpus: share(({ vcpus }) => vcpus.min),
    memory: share(({ memoryGib }) => memoryGib.min),
    volumes: share(({ volumesGib }) => volumesGib.min),
    replicas: share(({ replicas }) => replicas.min),
    nodesToAdd: Math.max(0, primary.nodes.min - recovery.nodes.min),
  };
}
