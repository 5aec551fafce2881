import { z } from 'zod';
import { cidr, digest, domain, image, name, percent, share, tierReference } from '../scalars';
import { build } from './build';
import { serviceMesh } from './mesh';
import { mapOf, object, text, whole } from './object';
import { rollout } from './rollout';
import { secret } from './secrets';
import {
  call,
  load,
  metrics,
  migration,
  objectives,
  port,
  portName,
  preStop,
  probe,
  replicas,
  resources,
  schedule,
  singleton,
} from './workload';

const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const envName = z.string().regex(ENV_NAME, 'an environment variable name, such as LOG_LEVEL');
const FILE_PATH = /^\/[^\0]*[^/\0]$/;

const config = object({
  env: z.record(envName, z.string().describe('Text; quote numbers and booleans.')).optional().describe('Environment variables.'),
  files: z
    .record(z.string().regex(FILE_PATH, 'an absolute path of a file'), z.string())
    .optional()
    .describe('Files by absolute path, mounted read-only.'),
});

const egress = object({
  cidr: cidr('Addresses outside the cluster that the service may reach.').optional(),
  host: domain('Name outside the cluster that the service may reach. Without a mesh the ports are open to any address.').optional(),
  protocol: z
    .enum(['tls', 'http', 'grpc', 'tcp'])
    .optional()
    .describe('What is spoken there. Default: tls for a host, which is told apart by its name; tcp for addresses.'),
  ports: z.array(whole('Port.', 1, 65_535)).min(1),
  because: text('What stands there.'),
});

/** A service (or scheduled job, or worker): everything that is declared about one workload. */
export const serviceFields = {
  tier: tierReference('Recovery tier: a key of tiers.'),
  team: name('Team that owns it. Default: the platform team.').optional(),
  image: image('Container image with a fixed tag or digest.'),
  digest: digest('Content digest of the image; with it the tag can no longer move.').optional(),
  command: z.array(z.string()).min(1).optional().describe('Replaces the entrypoint of the image.'),
  args: z.array(z.string()).min(1).optional().describe('Replaces the arguments of the image.'),
  user: whole('User and group that the container runs as; above 9,999 it cannot be a user of the node.', 1, 2_147_483_647).default(10_001),
  writable: z
    .array(z.string().regex(FILE_PATH, 'an absolute path of a folder'))
    .default(['/tmp'])
    .describe('Folders that the process writes to; the rest of the file system is read-only.'),
  ports: mapOf(portName, port, 'Ports by name. A worker has none.').default({}),
  public: object({
    host: domain('Host name. Default: the domain of the platform.').optional(),
    port: portName.optional().describe('Port name. Default: the first http or grpc port.'),
  })
    .optional()
    .describe('Reachable from the internet.'),
  probe: probe.optional().describe('How its health is checked.'),
  resources: resources.describe('CPU, memory and disk of one replica.'),
  load: load.optional().describe('What users do to it; replicas follow.'),
  calls: z
    .array(z.union([z.string(), call]))
    .default([])
    .describe('Services that it calls: names, or maps with what differs.'),
  databases: z.array(z.string()).default([]).describe('Databases that it uses.'),
  egress: z.array(egress).default([]).describe('What it reaches outside the cluster.'),
  config: config.optional().describe('Configuration; a change rolls the pods.'),
  secrets: z
    .record(envName, secret)
    .default({})
    .describe('Environment variables from the secret store; the pods restart when a value changes.'),
  migration: migration
    .optional()
    .describe('Runs before each new version, with the image, configuration and secrets of the service; a failure stops the release.'),
  rollout: rollout.prefault({}).describe('How a new version comes in.'),
  objectives: objectives.optional().describe('Service-level objectives.'),
  schedule: schedule.optional().describe('Runs as a CronJob.'),
  replicas: replicas.optional().describe('Overrides the replicas that follow from load; checked against it.'),
  singleton: singleton.optional(),
  preStop: preStop.prefault({}).describe('How a pod stops without dropping requests.'),
  metrics: metrics.optional().describe('Where Prometheus scrapes it.'),
  mesh: serviceMesh,
  traces: z.boolean().default(false).describe('Whether it sends traces with OTLP; it is told where by the variables of OpenTelemetry.'),
  build: build.optional().describe('How its image is built.'),
};

export const service = object(serviceFields);

/** What one environment may set differently for a service. */
export const serviceOverride = object({
  image: image('Container image.').optional(),
  digest: digest('Content digest of the image.').optional(),
  load: load.optional(),
  replicas: replicas.optional(),
  resources: resources.optional(),
  config: config.optional(),
  rollout: rollout.optional(),
  enabled: z.boolean().optional().describe('Whether the service runs here at all. Default: true.'),
});

export const environmentOverrideFields = {
  scale: share('Share of the declared load that this environment carries.', { min: 0, max: 100 }).default(percent(100)),
  services: mapOf(name('Service.'), serviceOverride, 'What differs for single services.').default({}),
};
