import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { type Dashboard, MONITORING_NAMESPACE } from '../../model';
import { grafanaDashboard } from './grafana';

/** What the sidecar of Grafana's chart looks for, and the folder that it puts a page into (Helm chart grafana, sidecar.dashboards). */
const SIDECAR = { label: 'grafana_dashboard', folder: 'grafana_folder' } as const;

export interface DashboardConfigMapsProps {
  /** Name of the platform: the folder in Grafana. */
  readonly platform: string;
  readonly dashboards: readonly Dashboard[];
  readonly labels: Readonly<Record<string, string>>;
}

/** A ConfigMap for each dashboard, which the sidecar of a Grafana in the cluster loads. */
export class DashboardConfigMaps extends Construct {
  constructor(scope: Construct, id: string, { platform, dashboards, labels }: DashboardConfigMapsProps) {
    super(scope, id);
    for (const [i, dashboard] of dashboards.entries()) {
      new k8s.KubeConfigMap(this, `Dashboard${i}`, {
        metadata: {
          name: `dashboard-${dashboard.uid}`,
          namespace: MONITORING_NAMESPACE,
          labels: { ...labels, [SIDECAR.label]: '1' },
          annotations: { [SIDECAR.folder]: platform },
        },
        data: { [`${dashboard.uid}.json`]: JSON.stringify(grafanaDashboard(dashboard)) },
      });
    }
  }
}
