import { loadPlatform, runEntryPoint } from '../lib/entry-point';
import { publishTree } from '../lib/output';
import { checkPlatform, requireNoErrors } from '../lib/policy';
import { renderStacks } from './synthesize';

// The app that `cdktf synth` runs: the platform file in, Terraform JSON out.
void runEntryPoint(async () => {
  const { platform, source } = await loadPlatform();
  requireNoErrors(checkPlatform(platform, source));
  publishTree(renderStacks(platform), process.env.CDKTF_OUTDIR ?? 'cdktf.out');
});
