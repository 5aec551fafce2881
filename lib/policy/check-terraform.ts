import type { Platform } from '../model';
import type { Finding } from './finding';
import type { JoinRule, TerraformRule } from './rule';
import { TERRAFORM_RULES } from './rules';
import { placeIn } from './terraform/place';
import { indexTerraform, type TerraformBreach, type TerraformSource } from './terraform/stack';

/** Runs the rules over Terraform JSON: that of a platform, or somebody else's. */
export function checkTerraform(sources: readonly TerraformSource[], platform?: Platform): readonly Finding[] {
  const index = indexTerraform(sources);
  return TERRAFORM_RULES.flatMap((rule) => rule.check(index, platform).map((breach) => terraformFinding(rule, breach)));
}

export const terraformFinding = (
  { id, severity, mend }: Pick<TerraformRule | JoinRule, 'id' | 'severity' | 'mend'>,
  { stack, address, path, message, ...breach }: TerraformBreach,
): Finding => ({
  rule: id,
  severity: breach.severity ?? severity,
  subject: [stack.name, address].filter((part) => part).join('/'),
  message,
  fix: breach.fix ?? mend,
  location: { ...placeIn(stack, address, path), path: [address, path].filter((part) => part).join('.') || undefined },
});
