import { syncPlan } from '../../gitops';
import { alertmanagersOf, publicEndpoints } from '../../monitoring';
import type { Cluster, Platform } from '../../platform';
import type { AlertGroup } from '../alert';
import { clusterScope } from '../scope';
import { backupAlerts } from './backups';
import { endpointAlerts } from './endpoints';
import { exporterAlerts } from './exporters';
import { gatewayAlerts } from './gateways';
import { gitOpsAlerts } from './gitops';
import { monitoringAlerts } from './monitoring';
import { nodeAlerts } from './nodes';
import { regionAlerts } from './region';
import { roomAlerts } from './room';

/** Alerts of a cluster that are about no single service, by family. */
export function platformAlerts(platform: Platform, cluster: Cluster): readonly AlertGroup[] {
  const scope = clusterScope(platform, cluster);
  const { interval, threshold } = platform.spec.failover;
  const detection = { intervalSeconds: interval.seconds, threshold };
  const endpoints = publicEndpoints(platform, cluster);
  const isHome = syncPlan(platform).home.name === cluster.name;
  const peer = platform.clusters.find(({ environment, region }) => environment === cluster.environment && region !== cluster.region);
  const groups = [
    monitoringAlerts(scope, alertmanagersOf(cluster)),
    exporterAlerts(scope, platform, cluster),
    nodeAlerts(scope, cluster),
    roomAlerts(scope),
    endpointAlerts(scope, endpoints, detection),
    regionAlerts(scope, cluster, peer, endpoints, detection),
    gitOpsAlerts(scope, platform, isHome),
    backupAlerts(scope, platform, cluster),
    ...gatewayAlerts(platform, cluster),
  ];
  return groups.filter(({ alerts }) => alerts.length > 0);
}
