import { gapsBetweenRuns, longestGapSeconds } from '../../model';
import { type KubernetesObject, type ManifestIndex, map, text } from '../manifests';

/** An object that makes copies at times of a cron expression. */
export interface CopySchedule {
  readonly object: KubernetesObject;
  /** Where the expression stands. */
  readonly path: string;
  /** As written, with the zone that it may name. */
  readonly written: string;
  /** Five fields when it is one that Kubernetes takes. */
  readonly cron: string;
  /** Undefined when nothing names it. */
  readonly timeZone: string | undefined;
  readonly by: 'velero' | 'cronJob';
}

/** Label of CronJobs that make copies. */
const BACKUP = 'backup';

/** Schedules of Velero, and CronJobs that say that they make copies. */
export const copySchedules = (cluster: ManifestIndex): readonly CopySchedule[] => [
  ...cluster.ofKind('Schedule.velero.io').flatMap(ofVelero),
  ...cluster
    .ofKind('CronJob')
    .filter(({ labels }) => labels['app.kubernetes.io/component'] === BACKUP)
    .flatMap(ofCronJob),
];

/** `CRON_TZ=UTC 0 1 * * *` names its zone itself (Velero, Schedule). */
function ofVelero(object: KubernetesObject): CopySchedule[] {
  const written = text(object.spec.schedule);
  if (written === undefined) return [];
  const [, timeZone, cron = written.trim()] = /^\s*(?:CRON_)?TZ=(\S+)\s+(.*?)\s*$/.exec(written) ?? [];
  return [{ object, path: 'spec.schedule', written, cron, timeZone, by: 'velero' }];
}

export function ofCronJob(object: KubernetesObject): CopySchedule[] {
  const written = text(object.spec.schedule);
  if (written === undefined) return [];
  return [{ object, path: 'spec.schedule', written, cron: written.trim(), timeZone: text(object.spec.timeZone), by: 'cronJob' }];
}

/** Undefined for what is no expression of five fields, which is the subject of X01. */
export function gapOf({ cron, timeZone = 'Etc/UTC' }: CopySchedule): number | undefined {
  if (!isExpression(cron)) return undefined;
  try {
    return longestGapSeconds(cron, timeZone);
  } catch {
    return undefined;
  }
}

/** Five fields that some day keeps. */
export function isExpression(cron: string): boolean {
  if (cron.split(/\s+/).length !== 5) return false;
  try {
    return Number.isFinite(gapsBetweenRuns(cron).longest);
  } catch {
    return false;
  }
}

/** What a Schedule of Velero copies. */
export const templateOf = ({ spec }: KubernetesObject) => map(spec.template);
