import { findingOf } from './check-manifests';
import type { Finding } from './finding';
import { indexManifests, type ManifestSet } from './manifests';
import { TREE_RULES } from './rules';

/** Runs the rules over everything that is rendered; what nothing synchronises breaks none of them. */
export function checkTree(sets: readonly ManifestSet[]): readonly Finding[] {
  if (!sets.some(({ synchronises }) => synchronises)) return [];
  const indexesOf = (synchronises: boolean) => sets.filter((set) => (set.synchronises ?? false) === synchronises).map(indexManifests);
  const tree = { clusters: indexesOf(false), synchronisers: indexesOf(true) };
  return TREE_RULES.flatMap((rule) => rule.check(tree).map((breach) => findingOf(rule, breach)));
}
