import type { Workload } from './workload';

/** What runs before a new version, with the image, the configuration and the secrets of its service. */
export interface Migration {
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly timeoutSeconds: number;
  readonly retries: number;
}

/** The run of a migration as a workload: it calls what the service calls, and nobody calls it. */
export const migrationOf = (service: Workload, { command, args }: Migration): Workload => ({
  ...service,
  name: `${service.name}-migration`,
  component: 'migration',
  command,
  args,
  ends: true,
  ports: [],
  callers: [],
  public: { cidrs: [], ports: [] },
  probes: undefined,
  metrics: undefined,
  scaling: undefined,
  migration: undefined,
  rollout: { strategy: 'rolling' },
});
