import { inObject, isSet, map, number, overKinds } from '../manifests';
import type { ManifestRule } from '../rule';

/** The CronJob controller looks every 10 s; a shorter deadline is missed between two looks (Kubernetes, CronJob). */
const SHORTEST_DEADLINE_SECONDS = 10;

export const k29CronJob: ManifestRule = {
  id: 'K29',
  severity: 'warning',
  subject: 'CronJob',
  over: 'manifests',
  why: 'The defaults let runs overlap, start hours late, hang for ever, pile up, and move with the time zone of the control plane.',
  mend: 'set the field',
  check: overKinds(['CronJob'], (object) => {
    const job = map(map(object.spec.jobTemplate).spec);
    const deadline = number(object.spec.startingDeadlineSeconds);
    return [
      ...FIELDS.filter(([field]) => !isSet(object.spec[field])).map(([field, message, fix]) =>
        inObject(object, `spec.${field}`, message, { fix }),
      ),
      ...JOB_FIELDS.filter(([field]) => !isSet(job[field])).map(([field, message, fix]) =>
        inObject(object, `spec.jobTemplate.spec.${field}`, message, { fix }),
      ),
      ...(deadline !== undefined && deadline < SHORTEST_DEADLINE_SECONDS
        ? [
            inObject(object, 'spec.startingDeadlineSeconds', `gives up after ${deadline} s, so a run may never start`, {
              fix: `allow ${SHORTEST_DEADLINE_SECONDS} s or more`,
            }),
          ]
        : []),
    ];
  }),
};

type Row = readonly [field: string, message: string, fix: string];

const FIELDS: readonly Row[] = [
  [
    'startingDeadlineSeconds',
    'a missed run starts however late it is, or is given up after 100 missed ones',
    'set startingDeadlineSeconds to how late a run is still useful',
  ],
  [
    'concurrencyPolicy',
    'a run that takes too long overlaps with the next one',
    'set concurrencyPolicy to Forbid, Replace, or knowingly Allow',
  ],
  ['successfulJobsHistoryLimit', 'how many finished runs stay is left to the default', 'set successfulJobsHistoryLimit, such as 3'],
  [
    'failedJobsHistoryLimit',
    'the default keeps one failed run, and the next failure removes its logs',
    'set failedJobsHistoryLimit, such as 5',
  ],
  ['timeZone', 'the schedule follows the time zone of the control plane', 'set timeZone, such as Etc/UTC'],
];

const JOB_FIELDS: readonly Row[] = [
  ['activeDeadlineSeconds', 'a run that hangs is never ended', 'set activeDeadlineSeconds to the longest that a run may take'],
  [
    'ttlSecondsAfterFinished',
    'finished runs and their pods stay until the history removes them',
    'set ttlSecondsAfterFinished, such as 86400',
  ],
];
