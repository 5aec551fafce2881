import { z } from 'zod';
import { cidr, digest, duration, image, name, seconds, tierReference } from '../scalars';
import { object, text, whole } from './object';

const role = (description: string) =>
  z
    .string()
    .regex(/^[a-z0-9-]+$/, 'a role of small letters, digits and dashes, such as devops')
    .describe(description);
const storeKey = (description: string) => text(`Key in the secret store, below <platform>/<environment>/, of ${description}`).optional();

const followUp = object({
  role: role('Role that is told of a release.'),
  summary: z.string().min(10).max(200).describe('What it should do; the release is named behind it.'),
});

/** The worker that releases what handoffs ask for. */
export const handoff = object(
  {
    image: image('Image of the worker: Holdfast and this file.'),
    digest: digest('Content digest of the image.').optional(),
    tier: tierReference('Recovery tier of the worker.').default('2'),
    environment: name('Environment whose clusters run the worker.'),
    redis: object({
      address: z
        .string()
        .regex(/^[A-Za-z0-9.-]+(:\d{1,5})?$/, 'host or host:port, such as handoffs.example.com:6379')
        .describe('Address of Redis: one server with replicas, no Redis Cluster.'),
      tls: z.boolean().default(true).describe('Whether it is reached with TLS.'),
      username: text('User (ACL) of the worker. Default: the default user.').optional(),
      key: storeKey('its password.'),
    }),
    egress: z
      .array(object({ cidr: cidr('Addresses.'), ports: z.array(whole('Port.', 1, 65_535)).min(1), because: text('What stands there.') }))
      .min(1)
      .describe('Where Redis, the environments repository and the Kubernetes API of Argo CD are.'),
    signing: storeKey('the key, or keys, that sign handoffs. Default: nothing is signed.'),
    repository: storeKey(
      'the address of the environments repository with what may write to it. Default: as git in the image is configured.',
    ),
    kubeconfig: storeKey('a kubeconfig that may get Applications of Argo CD.'),
    role: role('Role whose handoffs the worker takes.').default('devops'),
    project: name('Project of its queue. Default: the queue that all projects share.').optional(),
    reportTo: role('Role that hears how a release ended.').default('project-manager'),
    followUps: z.array(followUp).default([]).describe('Roles that hear of a release that is healthy.'),
    gates: z
      .array(z.string().min(1).max(100))
      .default([])
      .describe(
        'Quality gates that must be among those that passed. Default: at least one, whatever its name; each one that is named must have passed.',
      ),
    trust: z
      .record(z.string(), z.enum(['1.0', '1.1', 'signed']))
      .default({})
      .describe(
        'The least that a handoff must prove, by environment. Default: signed with signing, else 1.1; 1.0 where nothing is protected.',
      ),
    concurrency: whole('Handoffs that one worker has at a time.', 1, 50).default(2),
    lease: duration('How long a handoff is a worker’s own without a sign of life.', { min: '1s', max: '1h' }).default(seconds(60)),
    heartbeat: duration('How often a worker says that it is alive.', { min: '250ms', max: '20m' }).default(seconds(15)),
    attempts: whole('Attempts that a handoff gets.', 1, 50).default(5),
    attemptLimit: duration('The longest that one attempt may take.', { min: '1m', max: '1d' }).default(seconds(3600)),
    remember: duration('How long it is remembered that a handoff is done.', { min: '1m', max: '365d' }).default(seconds(7 * 86_400)),
    health: duration('How long a release may take to become healthy.', { min: '1s', max: '12h' }).default(seconds(900)),
    folder: text('Folder in which handoffs are written for people.').default('.claude/handoffs'),
  },
  'A worker that takes handoffs from Redis and releases what they ask for. Default: there is none.',
);
