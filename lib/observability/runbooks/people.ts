import { type Alert, NOBODY, type Platform, receiversOf, routingOf, teamGroup } from '../../model';

/** Who owns what the alert is about, and who is told of it in each environment. */
export function whomToCall(platform: Platform, alerts: readonly Alert[]): string {
  const teams = [...new Set(alerts.map(({ team }) => team))].sort();
  const told = [...new Set(platform.clusters.map(({ environment }) => environment))].flatMap((environment) => {
    const here = alerts.filter(({ labels }) => labels.environment === environment);
    const cluster = platform.clusters.find((candidate) => candidate.environment === environment);
    if (here.length === 0 || !cluster) return [];
    const { root } = routingOf(platform.spec, cluster);
    const receivers = new Set(here.flatMap(({ name, labels }) => receiversOf(root, { alertname: name, ...labels })));
    const names = [...receivers].filter((receiver) => receiver !== NOBODY).sort();
    return `${environment}: ${names.length > 0 ? names.join(', ') : 'nobody'}`;
  });
  const owners = teams.map((team) => `${team} (group \`${teamGroup(platform.name, team)}\`)`).join(', ');
  return `Team: ${owners}. Told: ${told.join('; ')}.`;
}
