import type { LoadedPlatform } from '../lib/entry-point';
import { BrokenPromises, checkPlatform, checkManifests, type Finding } from '../lib/policy';
import { type Progress, type RenderedCluster, renderManifests } from './render';

/** Manifests of a platform that no rule refuses, and what the rules warn of. */
export interface CheckedManifests {
  readonly clusters: readonly RenderedCluster[];
  readonly warnings: readonly Finding[];
}
