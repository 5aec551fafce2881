import type { Cluster, Platform } from '../platform';

/** The metric by which a failover takes users away from the primary region, and keeps them away. */
export interface FailoverSwitch {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Where it is published and its alarm stands: the region that takes over. */
  readonly region: string;
  readonly alarm: string;
}

/**
 * One data point of 1 or more switches to the recovery region, one of 0 switches back; between them Route 53 keeps what it knew. Both
 * publishing and answering are data plane: nothing of it needs the control plane of Route 53, nor the region that failed. Undefined
 * where there is one region only.
 */
export function failoverSwitch({ name, clusters }: Platform, environment: string): FailoverSwitch | undefined {
  const recovery = clusters.find((cluster: Cluster) => cluster.environment === environment && cluster.role === 'recovery');
  if (!recovery || !clusters.some((cluster) => cluster.environment === environment && cluster.role === 'primary')) return undefined;
  return {
    namespace: `Holdfast/${name}`,
    metric: 'FailedOver',
    dimensions: { Environment: environment },
    region: recovery.region,
    alarm: `${name}-${environment}-failed-over`,
  };
}
