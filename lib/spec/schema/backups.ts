import { z } from 'zod';
import { cron, duration, image, seconds } from '../scalars';
import { object } from './object';
import { isTimeZone } from './time-zone';

const HOUR = 3600;
/** One in the night of whoever watches UTC, before the first people come to work in Europe. */
const NIGHTLY = '0 1 * * *';
/** After the nightly backup had its time, and before the working day. */
const MORNING = '0 5 * * *';

const timeZone = z
  .string()
  .refine(isTimeZone, 'a time zone of the IANA database, such as Etc/UTC')
  .default('Etc/UTC')
  .describe('Time zone of the expressions. Etc/UTC has no day of 25 hours.');

/** How the objects and volumes of the clusters are backed up. */
export const backups = object(
  {
    cron: cron('When a full backup of a cluster starts.').default(NIGHTLY),
    every: duration('The cadence that is meant; the expression is checked against it.').optional(),
    timeZone,
    duration: duration('How long a full backup takes at most, as your own took. Default: an assumption of one hour.', {
      min: '1m',
      max: '1d',
    }).optional(),
    volumesDuration: duration(
      'How long a backup of volumes takes at most, between full ones, as your own took. Default: an assumption of ten minutes.',
      { min: '1m', max: '1d' },
    ).optional(),
    retention: duration('How long a full backup is kept. Default: 720h, or longer where a tier of the cluster asks for it.', {
      min: '1d',
    }).optional(),
    restoreTest: object(
      {
        cron: cron('When the newest backup is restored into a namespace of its own.').default(MORNING),
        timeout: duration('How long a restore test may take.', { min: '5m', max: '12h' }).default(seconds(2 * HOUR)),
        image: image('Image with a shell, kubectl and jq, which runs the test.').optional(),
      },
      'The test that restores.',
    ).prefault({}),
  },
  'Backups of what the clusters hold: objects and volumes. Those of a database are declared with it.',
).prefault({});
