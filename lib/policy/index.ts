export { type CheckOptions, checkManifests } from './check-manifests';
export { checkPlatform } from './check-platform';
export { BrokenPromises, type Finding, formatFinding, type Location, type Severity } from './finding';
export type { ManifestObject, ManifestSet } from './manifests';
export type { PlatformFile } from './platform-file';
export type { ManifestRule, PlatformRule, Rule } from './rule';
export { MANIFEST_RULES, PLATFORM_RULES, RULES } from './rules';
export { requireNoErrors, runRules } from './run-rules';
export { applyWaivers, type Waived, type Waiver, type WaiverOutcome } from './waivers';
