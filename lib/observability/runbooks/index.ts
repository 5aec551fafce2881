import { type Alert, type AlertGroup, type Platform, platformAlerts, serviceAlerts } from '../../model';
import { runbookText } from './text';

/**
 * A Markdown file for every alert of a platform, by its name. One file serves all clusters and services that have the alert:
 * `AlertName.md#service` is the address of a section.
 *
 * @param more what other layers alert about
 */
export function runbookFiles(platform: Platform, more: readonly AlertGroup[] = []): ReadonlyMap<string, string> {
  const groups = platform.clusters.flatMap((cluster) => [
    ...platformAlerts(platform, cluster),
    ...cluster.services.flatMap((service) => serviceAlerts(platform, cluster, service)),
  ]);
  const byName = new Map<string, Alert[]>();
  for (const alert of [...groups, ...more].flatMap(({ alerts }) => alerts)) {
    const known = byName.get(alert.name);
    if (known) known.push(alert);
    else byName.set(alert.name, [alert]);
  }
  const names = [...byName.keys()].sort();
  return new Map(names.map((name) => [`${name}.md`, runbookText(platform, name, byName.get(name) ?? [])]));
}
