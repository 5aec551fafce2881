import { bytes, millicores, type PlatformSpec, type ServiceSpec, seconds } from '../../spec';
import { HANDOFF_METRICS_PORT, HANDOFF_WORKER, type HandoffSpec } from './settings';

const MIB = 2 ** 20;
/** Synthesis of a large platform beside two deliveries, in a process of its own (npm run bench: 10,000 objects). */
const MEMORY = { request: 512 * MIB, limit: 1024 * MIB } as const;
/** A release that has begun is finished or given back; longer than a fetch and push takes. */
const GRACE_SECONDS = 120;

/** A platform with the worker as a service like any other, in the one environment that runs it. */
export function withHandoffWorker(spec: PlatformSpec): PlatformSpec {
  const { handoff } = spec;
  if (!handoff || spec.services[HANDOFF_WORKER]) return spec;
  const environments = Object.entries(spec.environments).map(([name, environment]) => [
    name,
    name === handoff.environment
      ? environment
      : { ...environment, services: { ...environment.services, [HANDOFF_WORKER]: { enabled: false } } },
  ]);
  return {
    ...spec,
    services: { ...spec.services, [HANDOFF_WORKER]: workerService(handoff) },
    environments: Object.fromEntries(environments) as PlatformSpec['environments'],
  };
}

function workerService(handoff: HandoffSpec): ServiceSpec {
  const { redis, signing, repository, kubeconfig } = handoff;
  const secret = (key: string | undefined) => (key === undefined ? [] : [{ key }]);
  const secrets = {
    REDIS_PASSWORD: secret(redis.key),
    HANDOFF_HMAC_KEY: secret(signing),
    HANDOFF_REPOSITORY: secret(repository),
    HANDOFF_KUBECONFIG: secret(kubeconfig),
  };
  return {
    tier: handoff.tier,
    image: handoff.image,
    digest: handoff.digest,
    args: ['handoff', 'work'],
    user: 10_001,
    writable: ['/tmp'],
    ports: { metrics: { port: HANDOFF_METRICS_PORT, protocol: 'http' } },
    probe: {
      http: { path: '/readyz', port: 'metrics' },
      // A restart does not bring Redis back.
      liveness: { http: { path: '/livez', port: 'metrics' } },
      startsWithin: seconds(60),
    },
    resources: {
      requests: { cpu: millicores(200), memory: bytes(MEMORY.request) },
      limits: { memory: bytes(MEMORY.limit) },
    },
    calls: [],
    databases: [],
    egress: handoff.egress,
    config: {
      env: {
        REDIS_ADDR: redis.address,
        REDIS_TLS: String(redis.tls),
        ...(redis.username === undefined ? {} : { REDIS_USERNAME: redis.username }),
        HANDOFF_PORT: String(HANDOFF_METRICS_PORT),
        HANDOFF_FOLDER: '/tmp/handoffs',
      },
    },
    secrets: Object.fromEntries(Object.entries(secrets).flatMap(([variable, found]) => found.map((value) => [variable, value] as const))),
    rollout: { strategy: 'rolling' } as ServiceSpec['rollout'],
    preStop: { wait: seconds(10), with: 'image', grace: seconds(GRACE_SECONDS) },
    metrics: { port: 'metrics', path: '/metrics' },
    traces: false,
    mesh: { plaintext: {} },
  };
}
