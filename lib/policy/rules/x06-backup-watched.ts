import { formatSeconds } from '../../spec';
import { staleCopies } from '../alerts/freshness';
import { overPlans, type PlacedPlan } from '../backups/plans';
import type { LayeredRule, PlatformBreach } from '../rule';

export const x06BackupWatched: LayeredRule = {
  id: 'X06',
  severity: 'error',
  subject: 'backups of the platform file, Schedule, CronJob that makes copies, PrometheusRule',
  over: 'layers',
  why: 'Copies that stopped weeks ago are noticed on the day when one is needed.',
  mend: 'add an alert on the age of the last good copy: older than the longest gap between two, not older than the recovery point',
  platform: overPlans(alertBetween),
  manifests: staleCopies,
};

/** An alert that fires with every copy is switched off, and one after the recovery point comes too late. */
function alertBetween({ plan, platform, subject, path }: PlacedPlan): PlatformBreach[] {
  const { gap, duration, continuous, alertAfter, tier } = plan;
  const rpo = platform.spec.tiers[tier]?.rpo;
  // Something else keeps the recovery point: Git that of objects, the log of each server that of what AWS copies from it.
  const isSecond = plan.subject.kind === 'cluster' || (plan.method === 'awsBackup' && continuous !== undefined);
  const usual = continuous && !isSecond ? continuous.value : gap.value + duration.value;
  // Copies that cannot keep the recovery point at all are the subject of X02.
  if (!rpo || (!isSecond && usual > rpo.seconds)) return [];
  const told = formatSeconds(alertAfter.value);
  if (alertAfter.value <= usual) {
    const message = `its alert comes when the newest copy is ${told} old, and one may be ${formatSeconds(usual)} old though all is well`;
    return [
      {
        subject,
        path,
        message,
        fix: `copy more often: between ${formatSeconds(usual)} and the RPO of ${rpo.text} there is no room for an alert`,
      },
    ];
  }
  if (isSecond || alertAfter.value <= rpo.seconds) return [];
  const message = `its alert comes when the newest copy is ${told} old, and no more than ${rpo.text} may be lost (tier ${tier})`;
  return [{ subject, path, message, fix: `let it come after ${rpo.text} at the latest` }];
}
