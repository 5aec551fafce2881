import { rollBack } from '../../delivery';
import { loadPlatform } from '../../entry-point';
import { LISTED, refusals, rollbackText } from '../report/publication';
import { type TargetOptions, targetOf } from './environment-target';

/** What `holdfast rollback` is told. */
export interface RollbackOptions extends TargetOptions {
  readonly to?: string;
  readonly push?: boolean;
  readonly json?: boolean;
}

/** Lists the releases of an environment and says how to go back to an earlier one, or does it. */
export function rollback(options: RollbackOptions): Promise<void> {
  return refusals(async () => {
    const { place, ...target } = targetOf(await loadPlatform(), options);
    const rolledBack = await rollBack({ ...target, to: options.to, push: options.push });
    const shown = { ...place, ...rolledBack, releases: rolledBack.releases.slice(0, LISTED) };
    process.stdout.write(options.json ? `${JSON.stringify(shown, null, 2)}\n` : rollbackText(rolledBack, place));
  });
}
