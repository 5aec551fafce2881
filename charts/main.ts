import { loadPlatform, runEntryPoint } from '../lib/entry-point';
import { publishTree } from '../lib/output';
import { manifestFiles } from './render';
import { synthesizeManifests } from './synthesize';

// The app that `cdk8s synth` runs: the platform file in, rendered folders out.
void runEntryPoint(async () => {
  const { clusters, gitops } = synthesizeManifests(await loadPlatform());
  publishTree(manifestFiles([...clusters, ...gitops]), process.env.CDK8S_OUTDIR ?? 'dist');
});
