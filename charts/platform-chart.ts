import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { RestrictedNamespace } from '../lib/deployment';
import type { Cluster, Platform } from '../lib/model';

export interface PlatformChartProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
}

/** What a cluster needs once, before any service. */
export class PlatformChart extends Chart {
  constructor(scope: Construct, id: string, { platform, cluster }: PlatformChartProps) {
    super(scope, id, { disableResourceNameHashes: true });
    new RestrictedNamespace(this, 'Namespace', {
      name: cluster.namespace,
      labels: {
        'app.kubernetes.io/part-of': platform.name,
        'app.kubernetes.io/managed-by': 'holdfast',
        'holdfast.dev/team': platform.team,
      },
    });
  }
}
