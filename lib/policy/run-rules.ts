import type { Platform } from '../model';
import { checkManifests } from './check-manifests';
import { checkPlatform } from './check-platform';
import { BrokenPromises, type Finding } from './finding';
import type { ManifestSet } from './manifests';
import type { PlatformFile } from './platform-file';
import { applyWaivers } from './waivers';

/**
 * Runs every rule over a platform and over what was rendered from it, less what the platform file waives; errors first.
 *
 * @param today default: the date of now; only waivers depend on it
 */
export function runRules(
  platform: Platform,
  manifests: readonly ManifestSet[],
  source?: PlatformFile,
  today = new Date().toISOString().slice(0, 10),
): readonly Finding[] {
  const found = [
    ...checkPlatform(platform, source),
    ...manifests.flatMap((set) => checkManifests({ kubernetes: platform.kubernetes, ...set })),
  ];
  const { findings } = applyWaivers(found, platform.spec.waivers, today, source);
  return [...findings.filter(isError), ...findings.filter((finding) => !isError(finding))];
}

/** @throws BrokenPromises when a finding is an error */
export function requireNoErrors(findings: readonly Finding[]): void {
  const errors = findings.filter(isError);
  if (errors.length > 0) throw new BrokenPromises(errors);
}

const isError = ({ severity }: Finding) => severity === 'error';
