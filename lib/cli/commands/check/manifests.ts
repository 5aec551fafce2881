import { loadPlatform } from '../../../entry-point';
import {
  checkManifests,
  clustersOf,
  errorsFirst,
  type Finding,
  type Judgement,
  judge,
  readManifests,
  withDetectedSecrets,
} from '../../../policy';
import { counted } from '../../report/counted';
import { printReport, type ReportFormat } from '../../report/print-check';

/** What applies when no platform file is named: somebody else's manifests are not judged by our exceptions by accident. */
const NO_EXCEPTIONS = { severities: {}, waivers: [] };

/** Runs the object rules over manifests that anybody may have written. */
export async function checkFolder(target: string, options: ReportFormat & { readonly platform?: string }): Promise<void> {
  const file = options.platform ?? process.env.PLATFORM_FILE;
  const source = file ? (await loadPlatform(file)).source : undefined;
  const { files, objects, skipped, broken } = readManifests(target);
  const found: Finding[] = [];
  for (const cluster of clustersOf(objects)) {
    found.push(...checkManifests(await withDetectedSecrets({ ...cluster, kubernetes: source?.spec.kubernetes })));
  }
  const judgement = withBroken(judge(found, source?.spec ?? NO_EXCEPTIONS, { source }), broken);
  const more = { checked: objects.length, skipped };
  printReport(
    { judgement, skipped, checked: `${counted(objects.length, 'object')} in ${counted(files, 'file')}`, source, json: more },
    options,
  );
}

/** What cannot be read is not excused: nobody knows what else is wrong with it. */
const withBroken = (judgement: Judgement, broken: Judgement['findings']): Judgement => ({
  ...judgement,
  findings: errorsFirst([...broken, ...judgement.findings]),
});
