import type { Alert, Platform } from '../../model';

/** The clusters that an alert can come from: what it says, and what commands take. */
export function clustersTable({ clusters }: Platform, alerts: readonly Alert[]): string {
  const places = new Set(alerts.map(({ labels }) => `${labels.environment}/${labels.seen_from ?? labels.region}`));
  const rows = clusters
    .filter(({ environment, region }) => places.has(`${environment}/${region}`))
    .map(
      ({ name, environment, region, role, account, namespace }) =>
        `| ${[environment, region, role, account, namespace, name].join(' | ')} |`,
    );
  return ['| environment | region | role | account | namespace | context |', '| --- | --- | --- | --- | --- | --- |', ...rows].join('\n');
}
