import type { Cluster, Platform } from '../platform';

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
export function publicEndpoints({ clusters, spec, domain }: Platform, cluster: Cluster): readonly PublicEndpoint[] {
  if (!cluster.protect && clusters.some(({ protect }) => protect)) return [];
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
      if (!ports.some(({ protocol }) => protocol === 'http')) return [];
      const host = spec.services[name]?.public?.host ?? domain;
      const { path = '/', headers = undefined } = check?.kind === 'http' ? check : {};
      return [{ service: name, team, url: `https://${host}${path}`, headers }];
    },
  );
}
