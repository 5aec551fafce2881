import { z } from 'zod';
import { name, percent, share } from '../scalars';
import { object } from './object';

/** How users reach the platform, whichever region serves. */
export const traffic = object(
  {
    environment: name(
      'Environment that has the domain itself; others have <environment>.<domain>. Default: the one that is protected, else the last one.',
    ).optional(),
    routing: z
      .enum(['failover', 'weighted'])
      .default('failover')
      .describe('One region serves and the other takes over, or both serve at once, which their data must allow.'),
    recoveryShare: share('With routing weighted: share of the requests that the recovery region serves.', { min: 0, max: 100 }).default(
      percent(50),
    ),
    edge: z
      .enum(['none', 'cloudfront'])
      .default('none')
      .describe('What stands in front of the load balancers. With cloudfront they admit nobody else.'),
    firewall: object({
      requestsPerAddress: z
        .int()
        .min(10)
        .max(2_000_000_000)
        .default(2000)
        .describe('Requests of one address in five minutes beyond which it is blocked.'),
    })
      .prefault({})
      .describe('The web application firewall.'),
  },
  'How users reach public services.',
).prefault({});
