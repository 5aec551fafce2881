import type { Cluster, Platform } from '../../platform';
import type { AlertGroup } from '../alert';
import { serviceAlerts } from '../service';

/** Alerts of the gateways of a mesh: those that any service has, since a gateway that is gone is everything behind it. */
export function gatewayAlerts(platform: Platform, cluster: Cluster): readonly AlertGroup[] {
  return cluster.gateways.flatMap((gateway) =>
    serviceAlerts(platform, { ...cluster, namespace: gateway.workload.namespace }, gateway).map((group) => ({
      ...group,
      name: `${gateway.workload.name}-${group.name}`,
    })),
  );
}
