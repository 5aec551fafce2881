import { z } from 'zod';
import { duration } from '../scalars';
import { object, text, whole } from './object';

const HEADER_NAME = /^[A-Za-z0-9-]{1,64}$/;

/** How a new version of a service comes in, and what judges it. */
export const rollout = object({
  strategy: z
    .enum(['rolling', 'blueGreen', 'canary'])
    .default('rolling')
    .describe(
      'Pod by pod; as a whole second set that takes over at once; or with a growing share of the traffic. The last two are judged by the objectives of the service.',
    ),
  steps: z
    .array(
      object({
        weight: whole('Share of the traffic in percent.', 1, 99).optional(),
        pause: duration('Time to watch before the next step.', { min: '10s', max: '7d' }).optional(),
      }),
    )
    .min(1)
    .max(20)
    .optional()
    .describe('Canary: the steps on the way to all of the traffic. Default: 5%, 25% and 50%, five minutes each.'),
  autoPromote: duration('Blue-green: time after which the preview takes over by itself. Default: a person promotes it.', {
    min: '10s',
    max: '7d',
  }).optional(),
  header: object({
    name: z.string().regex(HEADER_NAME, 'a header name, such as x-version').describe('Name of the header.'),
    value: text('Value of the header.'),
  })
    .optional()
    .describe('Requests with this header reach the new version before anybody else does. Needs mesh: istio.'),
  unjudged: text('Why no analysis judges the new version, which then comes in by time alone.').optional(),
});
