import { pipelinesOf, regionStacks } from '../lib/delivery';
import type { LoadedPlatform } from '../lib/entry-point';
import { type Judgement, judgePlatform, type ManifestSet, requireNoErrors, type TerraformSource } from '../lib/policy';
import { type Progress, type RenderedCluster, type RenderedSet, renderGitOps, renderManifests } from './render';

/** Manifests of a platform, and what the rules say of them. */
export interface CheckedManifests {
  readonly clusters: readonly RenderedCluster[];
  /** What Argo CD or Flux reads. */
  readonly gitops: readonly RenderedSet[];
  readonly judgement: Judgement;
}

/** Renders a platform and runs every rule over it, over its objects, and over the Terraform that was rendered beside them. */
export function checkedManifests(
  { platform, source }: LoadedPlatform,
  progress?: Progress,
  terraform?: readonly TerraformSource[],
): CheckedManifests {
  const clusters = renderManifests(platform, progress);
  const gitops = renderGitOps(platform);
  return {
    clusters,
    gitops,
    judgement: judgePlatform(
      platform,
      {
        manifests: [...clusters.map(clusterSet), ...gitops.map((set) => ({ ...manifestSet(set), synchronises: true }))],
        pipelines: pipelinesOf(platform, regionStacks(platform)),
        terraform,
      },
      source,
    ),
  };
}

/** The same, for synthesis: throws BrokenPromises when a rule of severity error is broken. */
export function synthesizeManifests(loaded: LoadedPlatform, progress?: Progress, terraform?: readonly TerraformSource[]): CheckedManifests {
  const checked = checkedManifests(loaded, progress, terraform);
  requireNoErrors(checked.judgement.findings);
  return checked;
}

/** What nobody may destroy is what customers depend on: there an image without a digest is worth a warning. */
const clusterSet = (rendered: RenderedCluster): ManifestSet => ({ ...manifestSet(rendered), production: rendered.cluster.protect });

const manifestSet = ({ where, objects }: RenderedSet): ManifestSet => ({
  where,
  objects: objects.map(({ file, object }) => ({ file, object })),
});
