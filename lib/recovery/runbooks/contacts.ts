import { type Cluster, NOBODY, type Platform, receiversOf, routingOf, teamGroup } from '../../model';
import { table } from './markdown';

/** Who answers for what in an environment, and who is told when it burns. */
export function contacts(platform: Platform, environment: string): string {
  const cluster = platform.clusters.find((candidate) => candidate.environment === environment);
  if (!cluster) throw new Error(`${environment} has no cluster`);
  const services = new Map<string, string[]>([[platform.team, ['the platform itself']]]);
  for (const { workload } of cluster.services) services.set(workload.team, [...(services.get(workload.team) ?? []), workload.name]);
  const rows = [...services]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([team, owned]) => [team, `\`${teamGroup(platform.name, team)}\``, toldOf(platform, cluster, team), owned.join(', ')]);
  const owner = platform.spec.environments[environment]?.owner;
  return [
    ...(owner === undefined ? [] : [`${owner} answers for ${environment}.`]),
    table(['team', 'group in the cluster', 'is told of what is critical', 'answers for'], rows),
  ].join('\n\n');
}

/** Receivers that an alert of a team reaches when it must not wait. */
function toldOf({ spec }: Platform, cluster: Cluster, team: string): string {
  const { environment, region } = cluster;
  const reached = receiversOf(routingOf(spec, cluster).root, { severity: 'critical', team, environment, region });
  const names = [...new Set(reached)].filter((receiver) => receiver !== NOBODY).sort();
  return names.length > 0 ? names.join(', ') : 'nobody';
}
