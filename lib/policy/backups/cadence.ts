import { ANNOTATIONS, cadenceFault, type Platform, suspectedHours, unevenStep } from '../../model';
import { promSeconds } from '../alerts/rules';
import { type Breach, inObject, type ManifestIndex, text } from '../manifests';
import type { PlatformBreach } from '../rule';
import { type CopySchedule, copySchedules, isExpression, ofCronJob } from './schedules';

type Fault = { readonly message: string; readonly fix: string } | undefined;

/** What is declared with a cadence, and full backups, which have one whether it was said or not. */
export function declaredCadences({ spec }: Platform): readonly PlatformBreach[] {
  const { backups, services, databases } = spec;
  return [
    ...found('backups', ['backups', 'cron'], ofBackup(backups.cron, backups.every?.seconds)),
    ...Object.entries(databases).flatMap(([name, { backup }]) =>
      backup ? found(name, ['databases', name, 'backup', 'cron'], ofBackup(backup.cron, backup.every?.seconds)) : [],
    ),
    ...Object.entries(services).flatMap(([name, { schedule }]) =>
      schedule?.every ? found(name, ['services', name, 'schedule', 'cron'], cadenceFault(schedule.cron, schedule.every.seconds)) : [],
    ),
  ];
}

const found = (subject: string, path: readonly PropertyKey[], fault: Fault): PlatformBreach[] =>
  fault ? [{ subject, path, ...fault }] : [];

const ofBackup = (cron: string, everySeconds: number | undefined): Fault =>
  everySeconds === undefined ? (unevenStep(cron) ?? suspectedHours(cron)) : cadenceFault(cron, everySeconds);

/** The same of objects: everything that makes copies, and every CronJob that says which cadence was meant. */
export const renderedCadences = (cluster: ManifestIndex): readonly Breach[] => {
  const copies = copySchedules(cluster);
  const known = new Set(copies.map(({ object }) => object));
  const others = cluster
    .ofKind('CronJob')
    .filter((object) => !known.has(object) && object.annotations[ANNOTATIONS.every] !== undefined)
    .flatMap(ofCronJob);
  return [...copies, ...others].flatMap(judged);
};

function judged(schedule: CopySchedule): Breach[] {
  const { object, path, written, cron } = schedule;
  if (!isExpression(cron)) {
    const message = `"${written}" is no cron expression of five fields (minute hour day month weekday)`;
    return [inObject(object, path, message, { fix: 'write the five fields out, such as 0 1 * * *' })];
  }
  return [...zone(schedule), ...cadence(schedule)];
}

function zone({ object, path, written, timeZone, by }: CopySchedule): Breach[] {
  if (timeZone !== undefined) {
    return isZone(timeZone)
      ? []
      : [
          inObject(object, path, `names the time zone ${timeZone}, which does not exist`, {
            fix: 'name one of the IANA database, such as Etc/UTC',
          }),
        ];
  }
  return by === 'velero'
    ? [
        inObject(object, path, `"${written}" names no time zone, so it is that of the container that Velero runs in`, {
          fix: `write "CRON_TZ=Etc/UTC ${written}"`,
        }),
      ]
    : [
        inObject(object, 'spec.timeZone', 'names no time zone, so it is that of the control plane', {
          fix: 'set spec.timeZone, such as Etc/UTC',
        }),
      ];
}

function cadence({ object, path, cron }: CopySchedule): Breach[] {
  const meant = object.annotations[ANNOTATIONS.every];
  const every = promSeconds(meant);
  if (meant !== undefined && every === undefined) {
    const message = `the annotation ${ANNOTATIONS.every} says ${meant}, which is no duration`;
    return [inObject(object, `metadata.annotations['${ANNOTATIONS.every}']`, message, { fix: 'write it as 6h or 90m' })];
  }
  const fault = every === undefined ? (unevenStep(cron) ?? suspectedHours(cron)) : cadenceFault(cron, every);
  return fault ? [inObject(object, path, fault.message, { fix: fault.fix })] : [];
}

function isZone(zone: string | undefined): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text(zone) });
    return true;
  } catch {
    return false;
  }
}
