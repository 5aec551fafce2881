import type { Finding } from './finding';
import { type Breach, indexManifests, type ManifestSet } from './manifests';
import type { ManifestRule } from './rule';
import { MANIFEST_RULES } from './rules';

export interface CheckOptions {
  /** Default: every rule over manifests. */
  readonly rules?: readonly ManifestRule[];
}

/** Runs the object rules over the objects of one cluster: rule by rule, in the order of the objects. */
export function checkManifests(set: ManifestSet, { rules = MANIFEST_RULES }: CheckOptions = {}): readonly Finding[] {
  const cluster = indexManifests(set);
  return rules.flatMap((rule) => rule.check(cluster).map((breach) => findingOf(rule, breach)));
}

function findingOf(rule: ManifestRule, { object, path, message, fix, severity }: Breach): Finding {
  const { file, line } = object.source;
  return {
    rule: rule.id,
    severity: severity ?? rule.severity,
    subject: object.subject,
    message,
    fix: fix ?? rule.mend,
    location: { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }), ...(path ? { path } : {}) },
  };
}
