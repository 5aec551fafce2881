import path from 'node:path';
import colors from 'picocolors';
import { manifestFiles } from '../../../charts/render';
import { synthesizeManifests } from '../../../charts/synthesize';
import { renderStacks, terraformSources } from '../../../stacks/synthesize';
import { deliveryFiles } from '../../delivery';
import { loadPlatform } from '../../entry-point';
import { DASHBOARDS_FOLDER, RUNBOOKS_FOLDER } from '../../model';
import { dashboardFiles } from '../../observability';
import { type Publication, publishTree } from '../../output';
import { terraformFolder } from '../deploy';
import { capacityRows, capacityTables } from '../report/capacity';
import { findingsSummary } from '../report/findings';
import { progressLine } from '../report/progress';
import { recoveryRows, recoveryTables } from '../report/recovery';
import { allRunbooks } from '../runbooks';

/** Writes manifests, Terraform JSON and what delivers them, after every rule has passed; then shows what was made, and why. */
export async function synth(options: { output: string; json?: boolean }): Promise<void> {
  const loaded = await loadPlatform();
  const { platform } = loaded;
  const progress = progressLine('rendering');
  const stacks = renderStacks(platform);
  const { clusters, gitops, judgement } = synthesizeManifests(loaded, progress.update, terraformSources(stacks));
  progress.end();
  const forDelivery = deliveryFiles(platform);
  const forPeople = allRunbooks(platform);
  const pages = dashboardFiles(platform);

  // Everything is rendered and checked before the first file is written.
  const manifests = publishTree(manifestFiles([...clusters, ...gitops]), options.output);
  const terraform = publishTree(stacks, terraformFolder());
  // Folders of their own, each with its own list of files: `cdk8s synth` writes manifests only, and leaves them alone.
  const deliveryFolder = path.join(options.output, 'delivery');
  const delivery = publishTree(forDelivery, deliveryFolder);
  const runbooksFolder = path.join(options.output, RUNBOOKS_FOLDER);
  const runbooks = publishTree(forPeople, runbooksFolder);
  const dashboardsFolder = path.join(options.output, DASHBOARDS_FOLDER);
  const dashboards = publishTree(pages, dashboardsFolder);

  if (options.json) {
    const made = {
      output: options.output,
      manifests,
      terraform,
      delivery,
      runbooks,
      dashboards,
      capacity: capacityRows(platform),
      recovery: recoveryRows(platform),
      findings: judgement.findings,
    };
    process.stdout.write(`${JSON.stringify(made, null, 2)}\n`);
    return;
  }
  const lines = [
    ...[capacityTables(platform), recoveryTables(platform)].flatMap((tables) => (tables ? [tables, ''] : [])),
    ...platform.notices.map(({ subject, message }) => `${colors.yellow('notice')} ${subject}: ${message}`),
    findingsSummary(judgement.findings),
    '',
    `${colors.bold('manifests')}  ${options.output}  ${changes(manifests)}`,
    `${colors.bold('terraform')}  ${terraformFolder()}  ${changes(terraform)}`,
    `${colors.bold('delivery')}   ${deliveryFolder}  ${changes(delivery)}`,
    `${colors.bold('runbooks')}   ${runbooksFolder}  ${changes(runbooks)}`,
    `${colors.bold('dashboards')} ${dashboardsFolder}  ${changes(dashboards)}`,
    '',
    'next: npx holdfast explain SERVICE      why a service has the replicas that it has',
    '      npx holdfast check                every rule over the platform',
    '      npx holdfast deploy --plan-only   what Terraform would change in AWS',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

const changes = ({ written, unchanged, removed }: Publication) =>
  `${written + unchanged} files: ${written} written, ${unchanged} unchanged, ${removed} removed`;
