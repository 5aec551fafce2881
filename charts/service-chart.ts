import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { DeployedService, PublicIngress } from '../lib/deployment';
import { ServiceMesh } from '../lib/mesh';
import { type Cluster, type PlacedService, type Platform, publicServices, serviceAlerts } from '../lib/model';
import { RecordedIndicators, ServiceAlerts, WorkloadMonitor } from '../lib/observability';
import { meshIn } from './gateway-host';

export interface ServiceChartProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
  readonly service: PlacedService;
}

/** One service in one cluster: a rendered folder. */
export class ServiceChart extends Chart {
  constructor(scope: Construct, id: string, { platform, cluster, service }: ServiceChartProps) {
    super(scope, id, { disableResourceNameHashes: true });
    const { workload } = service;
    const mesh = meshIn(platform, cluster, service);
    const { rollout } = workload;
    new DeployedService(this, 'Service', { workload });
    const ingress = publicServices(platform, cluster).find(({ name }) => name === workload.name);
    // In a mesh requests come through its gateway.
    if (ingress && workload.mesh === 'none') new PublicIngress(this, 'Ingress', { platform, cluster, workload, service: ingress });
    new WorkloadMonitor(this, 'Monitor', { workload });
    new ServiceAlerts(this, 'Alerts', { workload, groups: serviceAlerts(platform, cluster, service) });
    if (mesh) new ServiceMesh(this, 'Mesh', { workload, mesh });
    if (rollout.strategy === 'rolling') return;
    if (rollout.judgedBy) new RecordedIndicators(this, 'Indicators', { workload, indicators: rollout.judgedBy });
  }
}
