import type { Pipelines, Platform } from '../model';
import { checkJoin } from './check-join';
import { checkManifests } from './check-manifests';
import { checkPipelines } from './check-pipelines';
import { checkPlatform } from './check-platform';
import { checkTerraform } from './check-terraform';
import { checkTree } from './check-tree';
import { BrokenPromises, type Finding } from './finding';
import { isError, type Judgement, judge } from './judgement';
import type { ManifestSet } from './manifests';
import type { PlatformFile } from './platform-file';
import type { TerraformSource } from './terraform/stack';

/** What was made from a platform. */
export interface Rendered {
  readonly manifests: readonly ManifestSet[];
  readonly pipelines?: Pipelines;
  readonly terraform?: readonly TerraformSource[];
}

/**
 * Runs every rule over a platform and over what was rendered from it, and applies the exceptions of the platform file.
 *
 * @param today default: the date of now; only waivers depend on it
 * @throws SpecError when an exception names a rule that does not exist
 */
export function judgePlatform(
  platform: Platform,
  { manifests, pipelines, terraform = [] }: Rendered,
  source?: PlatformFile,
  today?: string,
): Judgement {
  const found = [
    ...checkPlatform(platform, source),
    ...manifests.flatMap((set) => checkManifests({ kubernetes: platform.kubernetes, ...set })),
    ...checkTree(manifests),
    ...(pipelines ? checkPipelines(pipelines) : []),
    ...checkTerraform(terraform, platform),
    ...checkJoin(platform, manifests, terraform),
  ];
  return judge(found, platform.spec, { source, today, complete: true });
}

/** The findings of `judgePlatform`: errors first. */
export const runRules = (...platform: Parameters<typeof judgePlatform>): readonly Finding[] => judgePlatform(...platform).findings;

/** @throws BrokenPromises when a finding is an error */
export function requireNoErrors(findings: readonly Finding[]): void {
  const errors = findings.filter(isError);
  if (errors.length > 0) throw new BrokenPromises(errors);
}
