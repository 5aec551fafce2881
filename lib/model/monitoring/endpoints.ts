import type { Cluster, Platform } from '../platform';
import { publicHost } from '../traffic';

/** An address that customers use, asked from outside the pods that serve it. */
export interface PublicEndpoint {
  readonly service: string;
  readonly team: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The public endpoints that a cluster watches: the host and readiness path of each public http service. The hosts belong to
 * what customers depend on, so that staging does not watch them, unless there is nothing else.
 */
export function publicEndpoints(platform: Platform, cluster: Cluster): readonly PublicEndpoint[] {
  if (!cluster.protect && platform.clusters.some(({ protect }) => protect)) return [];
  return cluster.services.flatMap(
    ({
      workload: {
        name,
        team,
        public: { ports },
        probes,
      },
    }) => {
      const check = probes?.readiness.check;
      const host = publicHost(platform, cluster.environment, name);
      if (host === undefined || !ports.some(({ protocol }) => protocol === 'http')) return [];
      const { path = '/', headers = undefined } = check?.kind === 'http' ? check : {};
      return [{ service: name, team, url: `https://${host}${path}`, headers }];
    },
  );
}
