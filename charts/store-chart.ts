import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { DeployedService, StatefulService } from '../lib/deployment';
import { type Cluster, type InClusterDatabase, type Platform, storeAlerts } from '../lib/model';
import { ServiceAlerts, WorkloadMonitor } from '../lib/observability';
import { storeWorkloads } from '../lib/recovery';

export interface StoreChartProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
  readonly database: InClusterDatabase;
}

/** A database in pods of a cluster, what copies it, and what shows that a copy comes back: a rendered folder. */
export class StoreChart extends Chart {
  constructor(scope: Construct, id: string, { platform, cluster, database }: StoreChartProps) {
    super(scope, id, { disableResourceNameHashes: true });
    const { server, jobs } = storeWorkloads(platform, cluster, database);
    // The one that takes writes; the other region follows its archive.
    new StatefulService(this, 'Server', { workload: server, replicas: 1 });
    new WorkloadMonitor(this, 'Monitor', { workload: server });
    for (const [i, workload] of jobs.entries()) new DeployedService(this, `Job${i}`, { workload });
    new ServiceAlerts(this, 'Alerts', { workload: server, groups: storeAlerts({ platform, cluster, database, server, jobs }) });
  }
}
