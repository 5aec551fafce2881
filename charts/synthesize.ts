import type { LoadedPlatform } from '../lib/entry-point';
import { type Finding, type ManifestSet, requireNoErrors, runRules } from '../lib/policy';
import { type Progress, type RenderedCluster, renderManifests } from './render';

/** Manifests of a platform, and what the rules say of them. */
export interface CheckedManifests {
  readonly clusters: readonly RenderedCluster[];
  readonly findings: readonly Finding[];
}

/** Renders a platform and runs every rule over it and over its objects. */
export function checkedManifests({ platform, source }: LoadedPlatform, progress?: Progress): CheckedManifests {
  const clusters = renderManifests(platform, progress);
  return { clusters, findings: runRules(platform, clusters.map(manifestSet), source) };
}

/** The same, for synthesis: throws BrokenPromises when a rule of severity error is broken. */
export function synthesizeManifests(loaded: LoadedPlatform, progress?: Progress): CheckedManifests {
  const checked = checkedManifests(loaded, progress);
  requireNoErrors(checked.findings);
  return checked;
}

const manifestSet = ({ cluster, objects }: RenderedCluster): ManifestSet => ({
  where: `${cluster.environment}/${cluster.region}`,
  // What nobody may destroy is what customers depend on: there an image without a digest is worth a warning.
  production: cluster.protect,
  objects: objects.map(({ file, object }) => ({ file, object })),
});
