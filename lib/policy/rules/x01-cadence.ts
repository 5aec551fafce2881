import { declaredCadences, renderedCadences } from '../backups/cadence';
import type { LayeredRule } from '../rule';

export const x01Cadence: LayeredRule = {
  id: 'X01',
  severity: 'error',
  subject: 'schedules of the platform file, Schedule, CronJob that makes copies',
  over: 'layers',
  why: 'A cron expression that is read wrongly makes 240 backups a day, or one a day instead of four, and says nothing about it.',
  mend: 'write five fields with evenly spaced runs, name the time zone, and say in every: which cadence is meant',
  platform: declaredCadences,
  manifests: renderedCadences,
};
