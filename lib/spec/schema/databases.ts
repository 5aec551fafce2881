import { z } from 'zod';
import { byteSize, cron, duration, image, tierReference, version } from '../scalars';
import { object, whole } from './object';
import { resources } from './workload';

/** A database that services use. */
export const database = object({
  engine: z.enum(['postgres', 'mongodb', 'redis']).describe('What speaks on the other end.'),
  version: version('Engine version, in quotes. Default: the newest that the provider supports in production.').optional(),
  placement: z.enum(['managed', 'inCluster']).default('managed').describe('A service of AWS, or pods of the cluster.'),
  tier: tierReference('Recovery tier: a key of tiers.'),
  port: whole('Port. Default: that of the engine.', 1, 65_535).optional(),
  storage: byteSize('Storage.').optional(),
  instanceClass: z
    .string()
    .regex(/^(db|cache)(\.[a-z0-9-]+){2}$/, 'an instance class, such as db.r7g.xlarge or cache.r7g.large')
    .optional()
    .describe(
      'Instance class of a managed one. Default: the smallest that is not burstable; of redis the smallest that holds its storage.',
    ),
  resources: resources.optional().describe('CPU, memory and disk of the server of one pod, in the cluster. Default: 500m and 1Gi.'),
  image: image(
    'Image of the server and of the tools that copy it, in the cluster. Default: one that is tried with the version.',
  ).optional(),
  replication: z
    .enum(['readReplica', 'globalDatabase', 'none'])
    .optional()
    .describe('How data reaches the recovery region. Default: from the tier.'),
  lagAlert: duration('How far the copy of a managed one may be behind before somebody is told. Default: half of the RPO of its tier.', {
    min: '1s',
  }).optional(),
  backup: object({
    cron: cron('When a full backup starts.'),
    every: duration('The cadence that is meant; the expression is checked against it.').optional(),
    duration: duration('How long a backup takes.').optional(),
  }).optional(),
});
