import type { Platform } from '../model';
import { findingOf } from './check-manifests';
import { terraformFinding } from './check-terraform';
import type { Finding } from './finding';
import { isInObject } from './join';
import { indexManifests, type ManifestSet } from './manifests';
import { JOIN_RULES } from './rules';
import { indexTerraform, type TerraformSource } from './terraform/stack';

/** Runs the rules over both halves of a platform: its objects and its stacks. Without one of them there is nothing to compare. */
export function checkJoin(platform: Platform, sets: readonly ManifestSet[], sources: readonly TerraformSource[]): readonly Finding[] {
  if (sources.length === 0) return [];
  const clusters = platform.clusters.flatMap((cluster) => {
    const set = sets.find(({ where, synchronises }) => !synchronises && where === `${cluster.environment}/${cluster.region}`);
    return set ? [{ cluster, objects: indexManifests(set) }] : [];
  });
  if (clusters.length === 0) return [];
  const join = { terraform: indexTerraform(sources), clusters, platform };
  return JOIN_RULES.flatMap((rule) =>
    rule.check(join).map((breach) => (isInObject(breach) ? findingOf(rule, breach) : terraformFinding(rule, breach))),
  );
}
