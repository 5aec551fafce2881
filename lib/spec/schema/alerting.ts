import { z } from 'zod';
import { object, text } from './object';

const key = text('Key in the secret store that holds the integration key or address.');

/** Where alerts go. */
export const receiver = z.discriminatedUnion('type', [
  object({ type: z.literal('pagerduty'), key, severities: severities() }),
  object({
    type: z.literal('slack'),
    key,
    channel: z.string().startsWith('#', 'a channel such as #shop-alerts'),
    severities: severities(),
  }),
  object({ type: z.literal('email'), to: z.email('a mail address').describe('Mail address.'), severities: severities() }),
  object({ type: z.literal('webhook'), key, severities: severities() }),
]);

function severities() {
  return z
    .array(z.enum(['critical', 'warning', 'info']))
    .optional()
    .describe('Severities that reach it. Default: critical for pagerduty, warning for the others.');
}

/** A rule that is knowingly broken for a while. */
export const waiver = object({
  rule: z
    .string()
    .regex(/^[KTX]\d\d$/, 'a rule id such as K21')
    .describe('Rule id.'),
  subject: text('What it is waived for: a service, or environment/region/service.'),
  reason: text('Why, for the person who reads it in a year.'),
  expires: z.iso.date('a date such as 2027-01-31').describe('Last day of the waiver.'),
});
