import path from 'node:path';
import { DEFAULT_SETTINGS, type QueueName, type QueueSettings, type ReleaseSettings } from '../../../handoff';
import { HANDOFF_WAITS, HANDOFF_WORKER, type HandoffSpec, type Platform, trustedProof } from '../../../model';
import { seconds } from '../../../spec';

/** What holds where platform.yaml has no handoff section: a worker may be run by hand. */
type Patience = Pick<HandoffSpec, 'role' | 'project' | 'reportTo' | 'followUps' | 'gates' | 'trust' | 'concurrency' | 'folder'> &
  Pick<HandoffSpec, 'lease' | 'heartbeat' | 'attempts' | 'attemptLimit' | 'remember' | 'health' | 'signing'>;

const UNDECLARED: Patience = {
  role: 'devops',
  project: undefined,
  reportTo: 'project-manager',
  followUps: [],
  gates: [],
  trust: {},
  concurrency: 2,
  folder: '.claude/handoffs',
  lease: seconds(DEFAULT_SETTINGS.leaseSeconds),
  heartbeat: seconds(DEFAULT_SETTINGS.heartbeatSeconds),
  attempts: DEFAULT_SETTINGS.attempts,
  attemptLimit: seconds(DEFAULT_SETTINGS.attemptSeconds),
  remember: seconds(DEFAULT_SETTINGS.rememberSeconds),
  health: seconds(900),
  signing: undefined,
};

export const patienceOf = ({ spec }: Platform): Patience => spec.handoff ?? UNDECLARED;

export const queueNameOf = (platform: Platform, options: { readonly role?: string; readonly project?: string }): QueueName => {
  const { role, project } = patienceOf(platform);
  return { role: options.role ?? role, project: options.project ?? project };
};

export function queueSettingsOf(platform: Platform): QueueSettings {
  const { lease, heartbeat, attempts, attemptLimit, remember } = patienceOf(platform);
  return {
    ...DEFAULT_SETTINGS,
    leaseSeconds: lease.seconds,
    heartbeatSeconds: heartbeat.seconds,
    attempts,
    attemptSeconds: attemptLimit.seconds,
    firstWaitSeconds: HANDOFF_WAITS.firstSeconds,
    longestWaitSeconds: HANDOFF_WAITS.longestSeconds,
    rememberSeconds: remember.seconds,
  };
}

/** What may be released, and who hears of it. */
export function releaseSettingsOf(platform: Platform, role: string, signed: boolean, env: NodeJS.ProcessEnv): ReleaseSettings {
  const { reportTo, followUps, gates, trust, health, folder, signing } = patienceOf(platform);
  const clustersOf = (environment: string) => platform.clusters.filter((cluster) => cluster.environment === environment);
  return {
    platform: platform.name,
    role,
    reportTo,
    followUps,
    gates,
    environments: Object.keys(platform.spec.environments).map((name) => ({
      name,
      regions: clustersOf(name).map(({ region }) => region),
      trusts: trustedProof(
        { trust, signing: signing ?? (signed ? 'HANDOFF_HMAC_KEY' : undefined) },
        name,
        clustersOf(name).some(({ protect }) => protect),
      ),
    })),
    services: Object.entries(platform.spec.services)
      .filter(([name, service]) => service.build && name !== HANDOFF_WORKER)
      .map(([name, service]) => ({
        name,
        url: service.public ? `https://${service.public.host ?? platform.domain}` : `http://${name}.${platform.name}.svc`,
        replicas: replicasOf(platform, name),
      })),
    healthSeconds: health.seconds,
    pollSeconds: Number(env.HANDOFF_POLL_SECONDS ?? 5),
    folder: path.resolve(env.HANDOFF_FOLDER ?? folder),
  };
}

/** Of all regions together. */
function replicasOf(platform: Platform, name: string): Readonly<Record<string, number>> {
  const all: Record<string, number> = {};
  for (const { environment, services } of platform.clusters) {
    const floor = services.find(({ workload }) => workload.name === name)?.workload.scaling?.floor.value ?? 0;
    all[environment] = (all[environment] ?? 0) + floor;
  }
  return all;
}
