import {
  experimentsOf,
  failoverPlans,
  type PlacedExperiment,
  type Platform,
  PUBLIC_PORTS,
  protectedEnvironment,
  publicServices,
  watched,
} from '../../../model';
import { TIMEOUT_MINUTES } from '../limits';
import type { Stage } from '../model';
import { roleOf } from '../plan';
import { DRILL, EXPERIMENT } from '../scripts/game-day';

/** What keeps recovery a fact: the failover rehearsed by the clock, and experiments that a person may start for real. */
export function gameDayStages(platform: Platform): Stage[] {
  const drills = failoverPlans(platform).length > 0 ? [drill] : [];
  return [...drills, ...experimentsOf(platform).map((placed) => experimentStage(platform, placed, drills))];
}

const drill: Stage = {
  id: 'drill',
  name: 'Failover drill',
  needs: [],
  permissions: [],
  timeoutMinutes: TIMEOUT_MINUTES.drill,
  steps: [
    { kind: 'checkout' },
    { kind: 'install', packages: true },
    { kind: 'run', name: 'Execute the failover in virtual time', script: DRILL },
    { kind: 'keep', name: 'drill', files: ['drill.json', 'timelines/*'] },
  ],
};

/** Nothing is injected for real that has not been rehearsed. */
function experimentStage(platform: Platform, { cluster, name, experiment }: PlacedExperiment, drills: readonly Stage[]): Stage {
  const { environment } = cluster;
  const { namespace, metric, dimensions, alarm } = watched(platform, cluster);
  const hosts = publicServices(platform, cluster).map(({ host, regionCheck }) => ({
    url: `https://${host}:${PUBLIC_PORTS.https}${regionCheck.kind === 'https' ? regionCheck.path : '/'}`,
    vouched: regionCheck.kind === 'https',
  }));
  const urls = (vouched: boolean) => hosts.flatMap((host) => (host.vouched === vouched ? [host.url] : [])).join(' ');
  return {
    id: `experiment-${environment}-${cluster.region}-${experiment.name}`,
    name: `Experiment ${name}`,
    needs: drills.map(({ id }) => id),
    environment: protectedEnvironment(environment, 'experiment'),
    approval: true,
    asked: name,
    permissions: ['id-token: write'],
    lock: { group: `game-day-${environment}` },
    timeoutMinutes: experiment.minutes + TIMEOUT_MINUTES.aroundExperiment,
    steps: [
      { kind: 'checkout' },
      { kind: 'assume-role', role: roleOf(platform, cluster, 'experiment') },
      {
        kind: 'run',
        name: experiment.describes,
        script: EXPERIMENT,
        env: {
          EXPERIMENT: name,
          RUN: { fact: 'run' },
          ALARM: alarm,
          NAMESPACE: namespace,
          METRIC: metric,
          DIMENSIONS: Object.entries(dimensions)
            .map(([key, value]) => `${key}=${value}`)
            .join(','),
          ANSWERING: urls(true),
          REACHABLE: urls(false),
          MINUTES: String(experiment.minutes),
          WITHIN_SECONDS: String(experiment.withinSeconds),
        },
      },
      { kind: 'keep', name, files: ['game-day.json'] },
    ],
  };
}
