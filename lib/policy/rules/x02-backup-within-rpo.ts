import { ANNOTATIONS, cadenceWithin, cronEvery } from '../../model';
import { formatSeconds } from '../../spec';
import { promSeconds } from '../alerts/rules';
import { overPlans, type PlacedPlan } from '../backups/plans';
import { type CopySchedule, copySchedules, gapOf } from '../backups/schedules';
import { type Breach, inObject } from '../manifests';
import type { LayeredRule, PlatformBreach } from '../rule';

export const x02BackupWithinRpo: LayeredRule = {
  id: 'X02',
  severity: 'error',
  subject: 'backups of the platform file, Schedule, CronJob that makes copies',
  over: 'layers',
  why: 'What was written since the last copy that had ended is lost, so copies that come less often than the recovery point cannot keep it.',
  mend: 'copy more often, copy what changes continuously, or replicate',
  platform: overPlans(lossOf),
  manifests: (cluster) => copySchedules(cluster).flatMap(renderedLoss),
};

/** Nothing is lost for longer than the time after which changes are kept too, where they are. */
function lossOf({ plan, platform, subject, path }: PlacedPlan): PlatformBreach[] {
  const rpo = platform.spec.tiers[plan.tier]?.rpo;
  if (!rpo) return [];
  const { gap, duration, continuous } = plan;
  if (continuous) {
    if (continuous.value <= rpo.seconds) return [];
    const message = `keeps what changes after up to ${formatSeconds(continuous.value)}, and no more than ${rpo.text} may be lost (tier ${plan.tier})`;
    return [{ subject, path, message, fix: `let changes be kept within ${rpo.text}` }];
  }
  const loss = gap.value + duration.value;
  if (loss <= rpo.seconds) return [];
  return [
    {
      subject,
      path,
      message: `up to ${formatSeconds(loss)} may be lost: ${formatSeconds(gap.value)} between two backups and ${formatSeconds(duration.value)} until one has ended, and no more than ${rpo.text} may be (tier ${plan.tier})`,
      fix:
        plan.method === 'awsBackup' && cadenceWithin(rpo.seconds, Math.max(duration.value, ONCE_AN_HOUR)) === undefined
          ? 'let the other region follow (remove replication: none), or move the database to a tier with a longer RPO'
          : moreOften(rpo.seconds, duration.value, rpo.text),
    },
  ];
}

/** AWS Backup starts no more often, in seconds. */
const ONCE_AN_HOUR = 3600;

function moreOften(rpoSeconds: number, durationSeconds: number, rpo: string): string {
  const cadence = cadenceWithin(rpoSeconds, durationSeconds);
  return cadence === undefined
    ? `no cadence keeps ${rpo} when a backup takes ${formatSeconds(durationSeconds)}: let AWS manage the database (placement: managed), or move it to a tier with a longer RPO`
    : `start one every ${formatSeconds(cadence)}: cron: "${cronEvery(cadence)}"`;
}

function renderedLoss(schedule: CopySchedule): Breach[] {
  const { object, path } = schedule;
  const rpo = promSeconds(object.annotations[ANNOTATIONS.rpo]);
  const gap = gapOf(schedule);
  // What changes between copies is kept by something else, which its own rule of the model looks at.
  if (rpo === undefined || gap === undefined || object.annotations[ANNOTATIONS.continuous] !== undefined) return [];
  const duration = promSeconds(object.annotations[ANNOTATIONS.duration]) ?? 0;
  if (gap + duration <= rpo) return [];
  const message = `makes a copy every ${formatSeconds(gap)}${duration > 0 ? ` that takes ${formatSeconds(duration)}` : ''}, and no more than ${formatSeconds(rpo)} may be lost`;
  return [inObject(object, path, message, { fix: moreOften(rpo, duration, formatSeconds(rpo)) })];
}
