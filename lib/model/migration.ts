import type { Migration, Workload } from './workload';

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
