import type { Platform } from '../model';
import type { Finding } from './finding';
import { TERRAFORM_RULES } from './rules';
import { indexTerraform, type TerraformSource } from './terraform/stack';

/** Runs the rules over Terraform JSON: that of a platform, or somebody else's. */
export function checkTerraform(sources: readonly TerraformSource[], platform?: Platform): readonly Finding[] {
  const index = indexTerraform(sources);
  return TERRAFORM_RULES.flatMap(({ id, severity, mend, check }) =>
    check(index, platform).map((breach) => ({
      rule: id,
      severity: breach.severity ?? severity,
      subject: [breach.stack.name, breach.address].filter((part) => part).join('/'),
      message: breach.message,
      fix: breach.fix ?? mend,
      location: { file: breach.stack.file, path: [breach.address, breach.path].filter((part) => part).join('.') || undefined },
    })),
  );
}
