import { z } from 'zod';
import { domain, name, version } from '../scalars';
import { alerting, receiver } from './alerting';
import { backups } from './backups';
import { database } from './databases';
import { git } from './gitops';
import { handoff } from './handoff';
import { imageVerification } from './image-verification';
import { infrastructure } from './infrastructure';
import { istio } from './mesh';
import { mapOf, object } from './object';
import { severities, waiver } from './policy';
import { capacity, failover, nodes, tiers } from './recovery';
import { environmentFields, regions } from './regions';
import { secretStore } from './secrets';
import { environmentOverrideFields, service } from './service';
import { telemetry } from './telemetry';
import { traffic } from './traffic';

/** Kubernetes versions in standard or extended support on EKS that the rendered objects were validated for. */
const KUBERNETES = ['1.30', '1.31', '1.32', '1.33', '1.34'] as const;

const environment = object({ ...environmentFields, ...environmentOverrideFields });

const REPOSITORY = /^(https:\/\/|git@|ssh:\/\/)\S+$/;

/** The whole of platform.yaml. */
export const platformSchema = object({
  platform: name('Name of the platform; part of the name of everything that is made.'),
  team: name('Team that runs the platform. Default: the name of the platform.').optional(),
  domain: domain('Domain under which public services are reached.'),
  repository: z
    .string()
    .regex(REPOSITORY, 'a Git address, such as https://github.com/example/platform')
    .describe('Git repository of this file.'),
  environmentsRepository: z
    .string()
    .regex(REPOSITORY, 'a Git address, such as https://github.com/example/environments')
    .optional()
    .describe('Git repository that receives the rendered manifests. Default: the repository of this file.'),
  kubernetes: version('Kubernetes version of the clusters, in quotes.', KUBERNETES).default('1.34'),
  regions,
  environments: mapOf(name('Environment.'), environment, 'Environments by name.').refine(
    (value) => Object.keys(value).length > 0,
    'at least one environment',
  ),
  tiers,
  failover,
  capacity,
  nodes,
  gitops: z.enum(['argocd', 'flux', 'both']).default('argocd').describe('What syncs the rendered manifests.'),
  git,
  mesh: z.enum(['istio', 'none']).default('none').describe('Service mesh.'),
  istio,
  services: mapOf(name('Service.'), service, 'Services by name.').refine((value) => Object.keys(value).length > 0, 'at least one service'),
  databases: mapOf(name('Database.'), database, 'Databases by name.').default({}),
  backups,
  secretStore,
  imageVerification: imageVerification.optional(),
  receivers: mapOf(name('Receiver.'), receiver, 'Where alerts go, by name.').default({}),
  alerting,
  telemetry,
  infrastructure,
  traffic,
  handoff: handoff.optional(),
  severities: severities.default({}),
  waivers: z.array(waiver).default([]).describe('Rules that are knowingly broken for a while.'),
});

/** A platform as declared: every default filled in, every scalar read. */
export type PlatformSpec = z.output<typeof platformSchema>;
export type { BuildOf, BuildSpec } from './build';
export type SecretStoreSpec = PlatformSpec['secretStore'];
export type ServiceSpec = PlatformSpec['services'][string];
export type EnvironmentSpec = PlatformSpec['environments'][string];
export type TierSpec = PlatformSpec['tiers'][string];
export type BackupsSpec = PlatformSpec['backups'];
export type DatabaseSpec = PlatformSpec['databases'][string];
export type CallSpec = Exclude<ServiceSpec['calls'][number], string>;
export type ProbeSpec = NonNullable<ServiceSpec['probe']>;
