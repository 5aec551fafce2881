import { z } from 'zod';
import { cidr, name } from '../scalars';
import { freeze } from './gitops';
import { object, text } from './object';

/** Name of an AWS region. */
export const awsRegion = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region, such as us-east-1');

const region = (role: string) =>
  object(
    {
      name: awsRegion.describe(`AWS region of the ${role}.`),
      cidr: cidr('Address block of its VPC, from /16 to /20. Regions that are peered must not overlap.', { min: 16, max: 20 }),
      zones: z
        .array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, 'an availability zone, such as us-east-1a'))
        .min(2)
        .max(3)
        .optional()
        .describe('Availability zones, two or three. Default: a, b and c of the region.'),
    },
    `The ${role}.`,
  );

/** Where the platform runs: the region that serves, and the one that takes over. */
export const regions = object(
  { primary: region('primary region'), recovery: region('recovery region').optional() },
  'AWS regions by role. Without a recovery region the platform cannot promise to survive a region.',
);

/** The AWS account numbers are text, since a number would lose leading zeros. */
const account = z
  .string()
  .regex(/^\d{12}$/, 'an AWS account number of 12 digits, in quotes')
  .describe('AWS account.');

/** One environment: an AWS account, the regions it runs in, and how large it is. */
export const environmentFields = {
  account,
  regions: z
    .array(z.enum(['primary', 'recovery']))
    .min(1)
    .default(['primary'])
    .describe('Region roles that the environment runs in. Default: primary only.'),
  cidrs: object({
    primary: cidr('Primary VPC.', { min: 16, max: 20 }).optional(),
    recovery: cidr('Recovery VPC.', { min: 16, max: 20 }).optional(),
  })
    .optional()
    .describe('Address blocks that differ from the ones of the regions.'),
  protect: z.boolean().optional().describe('Refuse to destroy it. Default: true where it runs in more than one region.'),
  gameDay: z
    .boolean()
    .default(false)
    .describe('Whether faults may be injected into it for real, when a person starts an experiment of a game day with AWS FIS.'),
  owner: text('Who answers for it. Default: the platform team.').optional(),
  freeze: z.array(freeze).default([]).describe('Times in which nothing is synced by itself, such as weekends.'),
  branch: name('Branch of the environments repository that holds its rendered manifests. Default: its name.').optional(),
};
