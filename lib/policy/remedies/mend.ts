import type { Platform, RecoveryProof } from '../../model';
import { formatSeconds, type SpecEdit } from '../../spec';
import { proofKey, remedyFor } from './search';

/** What to do about a promise that does not hold, and the changes of the platform file with which it does. */
export function mendOf(
  platform: Platform,
  proof: RecoveryProof,
  what: 'rto' | 'rpo',
): { readonly fix: string; readonly edits?: readonly SpecEdit[] } {
  const { edits, after } = remedyFor(platform);
  const then = after.get(proofKey(proof));
  const slack = what === 'rto' ? then?.slack.rtoSeconds : then?.slack.rpoSeconds;
  if (edits.length > 0 && then && (slack ?? -1) >= 0) {
    const worst =
      what === 'rto' ? `back within ${formatSeconds(then.rto.worstSeconds)}` : `at most ${formatSeconds(then.rpo.worstSeconds)} lost`;
    return { fix: `set ${edits.map(({ path, text }) => `${path.join('.')}: ${text}`).join(', ')}; then it is ${worst}, worst case`, edits };
  }
  const target = what === 'rto' ? then?.rto.worstSeconds : then?.rpo.worstSeconds;
  const path = `tiers.${proof.tier}.${what}`;
  return target === undefined || !Number.isFinite(target)
    ? {
        fix: `keep a copy of ${proof.rpo.loss?.database ?? 'it'} in the other region, or move what promises ${what.toUpperCase()} elsewhere`,
      }
    : { fix: `no choice keeps it; promise what can be kept: ${path} of at least ${formatSeconds(Math.ceil(target))}` };
}
