import { z } from 'zod';
import { duration, name, seconds } from '../scalars';
import { object, text, whole } from './object';
import { isTimeZone } from './time-zone';

const key = text('Key in the secret store that holds the integration key or address.');

/** Which alerts reach a receiver. */
const audience = () => ({
  severities: z
    .array(z.enum(['critical', 'warning', 'info']))
    .optional()
    .describe('Severities that reach it. Default: critical for pagerduty, warning for the others.'),
  teams: z.array(name('Team.')).min(1).optional().describe('Teams whose alerts reach it. Default: all.'),
  environments: z.array(name('Environment.')).min(1).optional().describe('Environments whose alerts reach it. Default: all.'),
});

/** Where alerts go. */
export const receiver = z.discriminatedUnion('type', [
  object({ type: z.literal('pagerduty'), key, ...audience() }),
  object({ type: z.literal('slack'), key, channel: z.string().startsWith('#', 'a channel such as #shop-alerts'), ...audience() }),
  object({ type: z.literal('email'), to: z.email('a mail address').describe('Mail address.'), ...audience() }),
  object({ type: z.literal('webhook'), key, ...audience() }),
]);

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time of day in quotes, such as "09:00"');

const businessHours = object({
  days: z
    .array(z.enum(WEEKDAYS))
    .min(1)
    .default(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'])
    .describe('Days on which warnings are told.'),
  from: timeOfDay.default('09:00').describe('When the day starts.'),
  until: timeOfDay.default('18:00').describe('When it ends.'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'a time zone of the IANA database, such as Etc/UTC')
    .default('Etc/UTC')
    .describe('Time zone of the times.'),
});

/** How alerts are told, whoever they go to. */
export const alerting = object(
  {
    configuration: z
      .enum(['file', 'alertmanagerConfig'])
      .default('file')
      .describe("Form of the routing for the operator's Alertmanager: alertmanager.yaml in a Secret, or the kind AlertmanagerConfig."),
    smtp: object({
      host: z.string().min(1).describe('Mail server that takes mail with STARTTLS.'),
      port: whole('Its port.', 1, 65_535).default(587),
      from: z.email('a mail address').describe('Sender.'),
      username: text('User of the mail server. Default: none is needed.').optional(),
      key: text('Key in the secret store of its password.').optional(),
    })
      .optional()
      .describe('Mail server; required with a receiver of type email.'),
    businessHours: businessHours
      .optional()
      .describe('When warnings and infos are told; the rest waits. Default: at any time. Critical alerts are always told.'),
    deadMansSwitch: object({
      key: text('Key in the secret store of the address that expects to be called; each region has its own, at <key>/<region>.'),
      every: duration('How often it is called.', { min: '30s', max: '1h' }).default(seconds(60)),
    })
      .optional()
      .describe('A service outside the platform that alarms when it is no longer called: who else tells that alerting itself is down?'),
  },
  'How alerts are told.',
).prefault({});
