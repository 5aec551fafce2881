import { checkedManifests } from '../../../charts/synthesize';
import { loadPlatform } from '../../entry-point';
import { requireNoErrors } from '../../policy';
import { capacityRows } from '../report/capacity';
import { findingsText } from '../report/findings';
import { progressLine } from '../report/progress';

/** Runs every rule; throws BrokenPromises when one of severity error is broken. */
export function check(options: { json?: boolean }): void {
  const loaded = loadPlatform();
  const progress = progressLine('checking');
  const { findings } = checkedManifests(loaded, progress.update);
  progress.end();
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ findings, recovery: [], capacity: capacityRows(loaded.platform) }, null, 2)}\n`);
    if (findings.some(({ severity }) => severity === 'error')) process.exitCode = 1;
    return;
  }
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  process.stdout.write(`${findingsText(warnings)}\n`);
  requireNoErrors(findings);
}
