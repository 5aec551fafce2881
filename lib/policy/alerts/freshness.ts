import { ANNOTATIONS, longestGapSeconds } from '../../model';
import { formatSeconds } from '../../spec';
import { type Breach, inObject, type KubernetesObject, type ManifestIndex, text } from '../manifests';
import { type PromRule, promRules, promSeconds } from './rules';

/** Makes copies by a schedule, and how the time of the last good one is asked for. */
interface Copies {
  readonly object: KubernetesObject;
  /** Where the schedule stands. */
  readonly path: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly metric: string;
  readonly matcher: RegExp;
}

const METRICS = { job: 'kube_cronjob_status_last_successful_time', velero: 'velero_backup_last_successful_timestamp' } as const;

/** Copies that nobody would miss: each needs an alert that waits for the next one, and comes before the recovery point is lost. */
export const staleCopies = (cluster: ManifestIndex): Breach[] => {
  const alerts = promRules(cluster).filter(({ alert }) => alert !== undefined);
  return copiesIn(cluster).flatMap((copies) => judged(copies, alerts));
};

function judged(copies: Copies, alerts: readonly PromRule[]): Breach[] {
  const { object, path, cron, timeZone, metric, matcher } = copies;
  const watching = alerts.filter(({ expr }) => expr.includes(metric) && matcher.test(expr));
  if (watching.length === 0) {
    return [
      inObject(object, path, 'no alert tells when its last good copy gets too old', {
        fix: `add an alert on time() - ${metric} of ${object.name}`,
      }),
    ];
  }
  const gap = gapOf(cron, timeZone);
  const rpo = promSeconds(object.annotations[ANNOTATIONS.rpo]);
  return watching.flatMap((rule) => {
    const threshold = thresholdOf(rule.expr);
    if (threshold === undefined) return [];
    const at = `${rule.path}.expr`;
    if (gap !== undefined && threshold <= gap) {
      const message = `${rule.alert} fires when the last copy of ${object.name} is ${formatSeconds(threshold)} old, and the next one comes after up to ${formatSeconds(gap)}: it fires though all is well`;
      return [inObject(rule.object, at, message, { fix: `wait for more than ${formatSeconds(gap)}, or make copies more often` })];
    }
    if (rpo !== undefined && threshold > rpo) {
      const message = `${rule.alert} fires when the last copy of ${object.name} is ${formatSeconds(threshold)} old, and no more than ${formatSeconds(rpo)} may be lost: it comes too late`;
      return [inObject(rule.object, at, message, { fix: `let it fire after ${formatSeconds(rpo)} at the latest` })];
    }
    return [];
  });
}

/** Schedules of Velero, and CronJobs that say that they make copies. */
const copiesIn = (cluster: ManifestIndex): readonly Copies[] => [
  ...cluster.ofKind('Schedule.velero.io').flatMap((object) => scheduled(object, METRICS.velero, 'schedule', undefined)),
  ...cluster
    .ofKind('CronJob')
    .filter(({ labels }) => labels['app.kubernetes.io/component'] === 'backup')
    .flatMap((object) => scheduled(object, METRICS.job, 'cronjob', text(object.spec.timeZone))),
];

function scheduled(object: KubernetesObject, metric: string, label: string, timeZone = 'Etc/UTC'): Copies[] {
  const cron = text(object.spec.schedule);
  const name = object.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return cron === undefined ? [] : [{ object, path: 'spec.schedule', cron, timeZone, metric, matcher: new RegExp(`${label}="${name}"`) }];
}

/** `CRON_TZ=UTC 0 1 * * *` names its zone itself (Velero, Schedule). Undefined for what is no schedule: another rule's subject. */
function gapOf(cron: string, timeZone: string): number | undefined {
  const [, zone = timeZone, fields = cron] = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/.exec(cron) ?? [];
  try {
    return longestGapSeconds(fields, zone);
  } catch {
    return undefined;
  }
}

/** Seconds after which `time() - ... > 900` fires. */
function thresholdOf(expr: string): number | undefined {
  const [, seconds] = /time\(\)[\s\S]*?>=?\s*([0-9]+(?:\.[0-9]+)?)\b/.exec(expr) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}
