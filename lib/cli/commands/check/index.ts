import { UsageError } from '../../../spec';
import { listRules } from './list';
import { checkFolder } from './manifests';
import { checkDeclared } from './platform';
import { checkTerraformFolder } from './terraform';

/** What the command line says. */
export interface CheckOptions {
  readonly json?: boolean;
  readonly sarif?: boolean;
  /** File or folder of manifests that anybody may have written. */
  readonly manifests?: string;
  /** File or folder of Terraform that anybody may have written. */
  readonly terraform?: string;
  /** Platform file whose severities and waivers apply to them. */
  readonly platform?: string;
  readonly list?: boolean;
}

/** Runs every rule, over the platform or over manifests; or lists them. */
export async function check(options: CheckOptions): Promise<void> {
  if (options.platform !== undefined && options.manifests === undefined && options.terraform === undefined) {
    throw new UsageError('--platform goes with --manifests and --terraform; PLATFORM_FILE names the platform that is checked without it');
  }
  if (options.list) return listRules(options);
  if (options.terraform !== undefined) return checkTerraformFolder(options.terraform, options);
  if (options.manifests !== undefined) return checkFolder(options.manifests, options);
  return checkDeclared(options);
}
