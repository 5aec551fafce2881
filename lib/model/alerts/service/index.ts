import { HANDOFF_WORKER } from '../../handoff/settings';
import { objectiveGroups } from '../../objectives/alerts';
import type { Cluster, PlacedService, Platform } from '../../platform';
import type { AlertGroup } from '../alert';
import { serviceScope } from '../scope';
import { handoffAlerts } from './handoff';
import { jobAlerts, migrationAlerts } from './jobs';
import { meshAlerts } from './mesh';
import { podAlerts } from './pods';
import { resourceAlerts } from './resources';
import { rolloutAlerts } from './rollout';
import { scalingAlerts } from './scaling';
import { scrapeAlerts } from './scrape';
import { secretAlerts } from './secrets';

/** Alerts of one service in one cluster, by family; which families there are follows from what it declares. */
export function serviceAlerts(platform: Platform, cluster: Cluster, service: PlacedService): readonly AlertGroup[] {
  const { workload, objectives, throughput } = service;
  const { scaling, schedule, mesh, metrics, secrets, singleton, migration, ends, proxy, arrival } = workload;
  const scope = serviceScope(platform, cluster, service);
  // In ambient mode only waypoints count requests, and nothing is scraped of a pod that shows no metrics itself.
  const proxied = mesh === 'istio' && !ends && !arrival;
  const groups = [
    ...(objectives ? objectiveGroups(scope, objectives, throughput) : []),
    ...(ends ? [] : [podAlerts(scope, workload), rolloutAlerts(scope, workload)]),
    ...(scaling && !singleton ? [scalingAlerts(scope, service, scaling)] : []),
    resourceAlerts(scope, workload),
    ...(schedule ? [jobAlerts(scope, workload, schedule)] : []),
    ...(migration ? [migrationAlerts(scope, workload)] : []),
    ...(metrics || proxied ? [scrapeAlerts(scope, workload)] : []),
    ...(secrets.length > 0 ? [secretAlerts(scope, workload)] : []),
    // A gateway ends no call: those behind it tell of them.
    ...((proxied && !proxy) || (arrival === 'waypoint' && !ends) ? [meshAlerts(scope, service)] : []),
    ...(platform.spec.handoff && workload.name === HANDOFF_WORKER ? [handoffAlerts(scope, workload)] : []),
  ];
  return groups.filter(({ alerts, recording }) => alerts.length + recording.length > 0);
}
