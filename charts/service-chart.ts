import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { DeployedService } from '../lib/deployment';
import type { PlacedService } from '../lib/model';

export interface ServiceChartProps {
  readonly service: PlacedService;
}

/** One service in one cluster: a rendered folder. */
export class ServiceChart extends Chart {
  constructor(scope: Construct, id: string, { service }: ServiceChartProps) {
    super(scope, id, { disableResourceNameHashes: true });
    new DeployedService(this, 'Service', { workload: service.workload });
  }
}
