import { loadPlatform, runEntryPoint } from '../lib/entry-point';
import { publishTree } from '../lib/output';
import { checkPlatform, checkTerraform, judge, requireNoErrors } from '../lib/policy';
import { renderStacks, terraformSources } from './synthesize';

// The app that `cdktf synth` runs: the platform file in, Terraform JSON out.
void runEntryPoint(async () => {
  const { platform, source } = await loadPlatform();
  const stacks = renderStacks(platform);
  const found = [...checkPlatform(platform, source), ...checkTerraform(terraformSources(stacks))];
  requireNoErrors(judge(found, platform.spec, { source }).findings);
  publishTree(stacks, process.env.CDKTF_OUTDIR ?? 'cdktf.out');
});
