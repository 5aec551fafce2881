import type { Place } from '../spec';
import type { Finding } from './finding';
import { type Breach, indexManifests, type ManifestSet, type PlacedDocument, parsePath } from './manifests';
import type { ManifestRule, Rule } from './rule';
import { MANIFEST_RULES } from './rules';

export interface CheckOptions {
  /** Default: every rule over manifests. */
  readonly rules?: readonly ManifestRule[];
}

/** Runs the object rules over the objects of one cluster: rule by rule, in the order of the objects. */
export function checkManifests(set: ManifestSet, { rules = MANIFEST_RULES }: CheckOptions = {}): readonly Finding[] {
  const cluster = indexManifests(set);
  const broken = rules.flatMap((rule) => rule.check(cluster).map((breach) => ({ rule, breach })));
  const places = placesOf(broken.map(({ breach }) => breach));
  return broken.map(({ rule, breach }) => findingOf(rule, breach, places.get(breach)));
}

/** Each document that has a breach is opened once, whatever number of rules it breaks. */
function placesOf(breaches: readonly Breach[]): ReadonlyMap<Breach, Place> {
  const byDocument = new Map<PlacedDocument, Breach[]>();
  for (const breach of breaches) {
    const document = breach.object.source.origin?.document;
    if (!document) continue;
    const known = byDocument.get(document);
    if (known) known.push(breach);
    else byDocument.set(document, [breach]);
  }
  const places = new Map<Breach, Place>();
  for (const [document, inIt] of byDocument) {
    const locate = document.open();
    for (const breach of inIt) places.set(breach, locate([...(breach.object.source.origin?.at ?? []), ...parsePath(breach.path ?? '')]));
  }
  return places;
}

/** A breach as people and tools read it. */
export function findingOf(
  rule: Pick<Rule, 'id' | 'severity' | 'mend'>,
  { object, path, message, fix, severity }: Breach,
  place?: Place,
): Finding {
  const { file, line } = object.source;
  return {
    rule: rule.id,
    severity: severity ?? rule.severity,
    subject: object.subject,
    message,
    fix: fix ?? rule.mend,
    location: { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }), ...place, ...(path ? { path } : {}) },
  };
}
