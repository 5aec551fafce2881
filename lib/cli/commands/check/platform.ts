import { checkedManifests } from '../../../../charts/synthesize';
import { renderStacks, terraformSources } from '../../../../stacks/synthesize';
import { loadPlatform } from '../../../entry-point';
import { editedText, readSpec, type SpecEdit } from '../../../spec';
import { capacityRows } from '../../report/capacity';
import { unifiedDiff } from '../../report/diff';
import { printReport, type ReportFormat } from '../../report/print-check';
import { progressLine } from '../../report/progress';
import { recoveryRows, recoveryTables } from '../../report/recovery';

/** Runs every rule over the platform and over what is rendered from it. */
export async function checkDeclared(options: ReportFormat): Promise<void> {
  const loaded = await loadPlatform();
  const stacks = terraformSources(renderStacks(loaded.platform));
  const progress = progressLine('checking');
  const { clusters, gitops, judgement } = checkedManifests(loaded, progress.update, stacks);
  progress.end();
  const objects = [...clusters, ...gitops].reduce((sum, set) => sum + set.objects.length, 0);
  const json = { recovery: recoveryRows(loaded.platform), capacity: capacityRows(loaded.platform) };
  printReport(
    {
      judgement,
      skipped: [],
      checked: `the platform, ${objects} objects and ${stacks.length} stacks`,
      source: loaded.source,
      tables: recoveryTables(loaded.platform),
      patchOf: (edits) => patchOf(loaded.source.file, edits),
      json,
    },
    options,
  );
}

/** Undefined where the file is written in a way in which it cannot be changed in place; the words of the finding remain. */
function patchOf(file: string, edits: readonly SpecEdit[]): string | undefined {
  const { text } = readSpec(file);
  const after = editedText(text, edits);
  return after === undefined ? undefined : unifiedDiff(file, text, after);
}
