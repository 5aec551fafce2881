import { existsSync } from 'node:fs';
import { loadPlatform } from '../../../entry-point';
import { checkTerraform, judge, readTerraform } from '../../../policy';
import { UsageError } from '../../../spec';
import { counted } from '../../report/counted';
import { printReport, type ReportFormat } from '../../report/print-check';

/** What applies when no platform file is named: somebody else's stacks are not judged by our exceptions by accident. */
const NO_EXCEPTIONS = { severities: {}, waivers: [] };

/** Runs the rules over Terraform that anybody may have written. */
export async function checkTerraformFolder(target: string, options: ReportFormat & { readonly platform?: string }): Promise<void> {
  if (!existsSync(target)) throw new UsageError(`there is no file or folder ${target}`);
  const file = options.platform ?? process.env.PLATFORM_FILE;
  const source = file ? (await loadPlatform(file)).source : undefined;
  const sources = readTerraform(target);
  const judgement = judge(checkTerraform(sources), source?.spec ?? NO_EXCEPTIONS, { source });
  printReport({ judgement, skipped: [], checked: counted(sources.length, 'stack'), source, json: { checked: sources.length } }, options);
}
