import path from 'node:path';
import { synthesizeManifests } from '../../../charts/synthesize';
import { renderStacks, terraformSources } from '../../../stacks/synthesize';
import type { LoadedPlatform } from '../../entry-point';
import { publishTree } from '../../output';
import { progressLine } from '../report/progress';

/** Where `cdktf` looks for what it deploys. */
export const terraformFolder = (): string => process.env.CDKTF_OUTDIR ?? 'cdktf.out';

/** Folder of a stack below it. */
export const stackFolder = (stack: string): string => path.join(terraformFolder(), 'stacks', stack);

/** Writes the Terraform JSON of every stack, after every rule over manifests and stacks has passed. */
export function writeStacks(loaded: LoadedPlatform): void {
  const progress = progressLine('rendering');
  const stacks = renderStacks(loaded.platform);
  synthesizeManifests(loaded, progress.update, terraformSources(stacks));
  progress.end();
  publishTree(stacks, terraformFolder());
}
