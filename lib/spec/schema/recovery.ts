import { z } from 'zod';
import { INSTANCE_TYPES } from '../instance-types';
import { duration, percent, seconds, share } from '../scalars';
import { mapOf, object, someOf, text, whole } from './object';
import { awsRegion } from './regions';

const tierName = z.string().regex(/^[a-z0-9][-a-z0-9]{0,19}$/, 'a tier name of small letters, digits and dashes, such as 1 or gold');

/** A recovery tier: what a team promises when a region is lost. */
export const tier = object({
  rto: duration('Recovery time objective: from the first failed request to service restored.', { min: '1m', max: '30d' }),
  rpo: duration('Recovery point objective: the most data, in time, that may be lost.', { min: '1s', max: '30d' }),
  standby: share(
    'Share of the full capacity that the recovery region keeps running. Default: 100% at an RTO of up to 15 minutes, 50% up to an hour, else 10%.',
  ).optional(),
  approval: z.enum(['automatic', 'manual']).default('automatic').describe('Whether a person confirms the failover.'),
  retention: duration('How long backups are kept.', { min: '1d' }).default(seconds(30 * 86_400)),
});

/** Recovery tiers of the field when a team declares none. */
export const DEFAULT_TIERS = {
  '1': { rto: seconds(900), rpo: seconds(300), approval: 'automatic', retention: seconds(30 * 86_400) },
  '2': { rto: seconds(3600), rpo: seconds(1800), approval: 'automatic', retention: seconds(30 * 86_400) },
  '3': { rto: seconds(4 * 3600), rpo: seconds(24 * 3600), approval: 'automatic', retention: seconds(30 * 86_400) },
} as const;

export const tiers = mapOf(tierName, tier, 'Recovery tiers. Default: 1 (RTO 15 min, RPO 5 min), 2 (1 h, 30 min), 3 (4 h, 24 h).').default(
  DEFAULT_TIERS,
);

const measured = object({
  typical: duration('What drills usually took.'),
  worst: duration('The longest that a drill took.'),
  source: text('Which drill measured it, and when.'),
});

const step = z.enum(['detect', 'confirm', 'fence', 'promote', 'restore', 'scale', 'switch', 'verify']);

/** How the failover between regions decides and switches. */
export const failover = object(
  {
    interval: duration('Time between two probes of the public endpoint.', { min: '10s', max: '5m' }).default(seconds(30)),
    threshold: whole('Failed probes in a row that count as down.', 1, 10).default(3),
    holdDown: duration('Time after a failover in which no other one starts.', { max: '1d' }).default(seconds(1800)),
    approvalWithin: duration('Time that a person has to approve, where a tier asks for a person; the proof counts all of it.', {
      min: '1m',
      max: '1d',
    }).default(seconds(900)),
    witness: awsRegion
      .optional()
      .describe('Third region, which breaks ties when the two others do not see each other. Default: a near one that can.'),
    dnsTtl: duration('Time to live of the public records.', { min: '1s', max: '1d' }).default(seconds(60)),
    measured: someOf(step, measured).optional().describe('Step durations that the team measured in its own drills.'),
  },
  'How a failover between the regions is detected and switched.',
).prefault({});

/** How much of a replica the model may use. */
export const capacity = object(
  {
    targetUtilization: share('Utilisation that replicas run at under the declared load; the autoscaler holds it.', {
      min: 10,
      max: 90,
    }).default(percent(70)),
    zoneLossUtilization: share('Utilisation that the remaining replicas may reach right after a zone is lost.', {
      min: 10,
      max: 100,
    }).default(percent(90)),
  },
  'Headroom in which capacity is planned.',
).prefault({});

export const nodes = object(
  {
    instanceType: z
      .enum(Object.keys(INSTANCE_TYPES) as [string, ...string[]])
      .default('m7i.xlarge')
      .describe('EC2 instance type of the node group.'),
    max: whole('The most nodes that a region may grow to. Default: from the ceilings of all services.', 2, 1000).optional(),
  },
  'Nodes of the clusters.',
).prefault({});
