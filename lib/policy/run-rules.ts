import type { Platform } from '../model';
import { checkManifests } from './check-manifests';
import { checkPlatform } from './check-platform';
import { checkTree } from './check-tree';
import { BrokenPromises, type Finding } from './finding';
import type { ManifestSet } from './manifests';
import { type PlatformFile, placeOf } from './platform-file';
import { applyWaivers, type Waiver } from './waivers';

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
    ...checkTree(manifests),
  ];
  const { findings, unused } = applyWaivers(found, platform.spec.waivers, today, source);
  const all = [...findings, ...unused.map((waiver) => coversNothing(waiver, platform.spec.waivers.indexOf(waiver), source))];
  return [...all.filter(isError), ...all.filter((finding) => !isError(finding))];
}

/** A waiver that covers nothing may be misspelt, and then the next person trusts it for nothing. */
const coversNothing = ({ rule, subject }: Waiver, index: number, source?: PlatformFile): Finding => ({
  rule,
  severity: 'warning',
  subject,
  message: `the waiver of ${rule} for ${subject} covers nothing`,
  fix: 'remove it, or correct its subject',
  location: placeOf(['waivers', index], source),
});

/** @throws BrokenPromises when a finding is an error */
export function requireNoErrors(findings: readonly Finding[]): void {
  const errors = findings.filter(isError);
  if (errors.length > 0) throw new BrokenPromises(errors);
}

const isError = ({ severity }: Finding) => severity === 'error';
