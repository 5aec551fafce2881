import { loadSpec, SpecError } from '../lib/spec';
import { resolvePlatform } from '../lib/model';
import { publishTree } from '../lib/output';
import { manifestFiles, renderManifests } from './render';

/** The app that `cdk8s synth` runs: the platform file in, rendered folders out. */
function main(): number {
  try {
    const platform = resolvePlatform(loadSpec().spec);
    publishTree(manifestFiles(renderManifests(platform)), process.env.CDK8S_OUTDIR ?? 'dist');
    return 0;
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

process.exitCode = main();
