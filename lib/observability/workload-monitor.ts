import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ISTIO, SCRAPE_SECONDS, selectorLabels, standardLabels, VERSION_LABEL, type Workload } from '../model';

const INTERVAL = `${SCRAPE_SECONDS}s`;

export interface WorkloadMonitorProps {
  readonly workload: Workload;
}

/**
 * What Prometheus scrapes of a workload. A ServiceMonitor where one Service reaches each pod once; where versions run
 * side by side a PodMonitor, since two Services then reach the same pod, with the version of each pod as a label.
 */
export class WorkloadMonitor extends Construct {
  constructor(scope: Construct, id: string, { workload }: WorkloadMonitorProps) {
    super(scope, id);
    const { name, namespace, metrics, rollout, mesh } = workload;
    const own = metrics ? [{ port: metrics.port.name, path: metrics.path, interval: INTERVAL }] : [];
    const metadata = { name, namespace, labels: standardLabels(workload) };
    const selector = { matchLabels: selectorLabels(workload) };
    // The same label on both kinds, so that queries do not depend on the kind.
    const jobLabel = 'app.kubernetes.io/name';
    if (rollout.strategy === 'rolling') {
      if (own.length === 0) return;
      new ApiObject(this, 'Resource', {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'ServiceMonitor',
        metadata,
        spec: { jobLabel, selector, endpoints: own },
      });
      return;
    }
    const sidecar = mesh === 'istio' ? [{ portNumber: ISTIO.metrics.port, path: ISTIO.metrics.path, interval: INTERVAL }] : [];
    if (own.length + sidecar.length === 0) return;
    new ApiObject(this, 'Resource', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata,
      spec: { jobLabel, selector, podTargetLabels: [VERSION_LABEL], podMetricsEndpoints: [...own, ...sidecar] },
    });
  }
}
