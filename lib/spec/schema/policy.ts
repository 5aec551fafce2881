import { z } from 'zod';
import { mapOf, object, text } from './object';

const ruleId = () =>
  z
    .string()
    .regex(/^[KTX]\d\d$/, 'a rule id such as K21')
    .describe('Rule id.');

/** What a rule is worth here, when that is not what the catalogue says. */
export const severities = mapOf(
  ruleId(),
  z.enum(['error', 'warning', 'off']),
  'Severities of rules by id, in place of their own: error stops synth, warning is printed, off is silent.',
);

/** A rule that is knowingly broken for a while. */
export const waiver = object({
  rule: ruleId(),
  subject: text(
    'What it is waived for: a service, an environment, environment/region, environment/region/service, or [namespace/]Kind/name of an object.',
  ),
  reason: text('Why, for the person who reads it in a year.'),
  expires: z.iso.date('a date such as 2027-01-31').describe('Last day of the waiver.'),
});
