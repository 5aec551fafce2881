import colors from 'picocolors';
import { manifestFiles } from '../../../charts/render';
import { synthesizeManifests } from '../../../charts/synthesize';
import { renderStacks } from '../../../stacks/synthesize';
import { loadPlatform } from '../../entry-point';
import { type Publication, publishTree } from '../../output';
import { capacityRows, capacityTables } from '../report/capacity';
import { findingsSummary } from '../report/findings';
import { progressLine } from '../report/progress';

/** Where `cdktf` looks for what it deploys. */
const TERRAFORM_FOLDER = 'cdktf.out';

/** Writes manifests and Terraform JSON, after every rule has passed; then shows what was made, and why. */
export async function synth(options: { output: string; json?: boolean }): Promise<void> {
  const loaded = await loadPlatform();
  const { platform } = loaded;
  const progress = progressLine('rendering');
  const { clusters, gitops, judgement } = synthesizeManifests(loaded, progress.update);
  progress.end();
  const stacks = renderStacks(platform);

  // Everything is rendered and checked before the first file is written.
  const manifests = publishTree(manifestFiles([...clusters, ...gitops]), options.output);
  const terraform = publishTree(stacks, process.env.CDKTF_OUTDIR ?? TERRAFORM_FOLDER);

  if (options.json) {
    const made = { output: options.output, manifests, terraform, capacity: capacityRows(platform), findings: judgement.findings };
    process.stdout.write(`${JSON.stringify(made, null, 2)}\n`);
    return;
  }
  const lines = [
    capacityTables(platform),
    '',
    ...platform.notices.map(({ subject, message }) => `${colors.yellow('notice')} ${subject}: ${message}`),
    findingsSummary(judgement.findings),
    '',
    `${colors.bold('manifests')}  ${options.output}  ${changes(manifests)}`,
    `${colors.bold('terraform')}  ${TERRAFORM_FOLDER}  ${changes(terraform)}`,
    '',
    'next: npx holdfast explain SERVICE   why a service has the replicas that it has',
    '      npx holdfast check             every rule over the platform',
    '      npx cdktf diff STACK           what Terraform would change in AWS',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

const changes = ({ written, unchanged, removed }: Publication) =>
  `${written + unchanged} files: ${written} written, ${unchanged} unchanged, ${removed} removed`;
