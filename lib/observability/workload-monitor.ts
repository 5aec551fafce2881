import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ANNOTATIONS, ISTIO, SCRAPE_SECONDS, selectorLabels, standardLabels, VERSION_LABEL, type Workload } from '../model';

const INTERVAL = `${SCRAPE_SECONDS}s`;

export interface WorkloadMonitorProps {
  readonly workload: Workload;
}

/**
 * What Prometheus scrapes of a workload. A ServiceMonitor where one Service reaches each pod once; where versions run
 * side by side a PodMonitor, since two Services then reach the same pod, with the version of each pod as a label. In a mesh
 * the sidecars are asked, which answer for their application too: its own port admits nobody without a certificate. In an ambient
 * mesh Prometheus belongs to it, and has one.
 */
export class WorkloadMonitor extends Construct {
  constructor(scope: Construct, id: string, { workload }: WorkloadMonitorProps) {
    super(scope, id);
    const { name, namespace, metrics, rollout } = workload;
    const proxied = workload.mesh === 'istio' && !workload.arrival;
    const own = metrics && !proxied ? [{ port: metrics.port.name, path: metrics.path, interval: INTERVAL }] : [];
    const made = workload.proxy?.madeFrom;
    const provider = made ? { annotations: { [ANNOTATIONS.providedBy]: `Istio, from the Gateway of class ${made}` } } : {};
    const metadata = { name, namespace, labels: standardLabels(workload), ...provider };
    const selector = { matchLabels: selectorLabels(workload) };
    // The same label on both kinds, so that queries do not depend on the kind.
    const jobLabel = 'app.kubernetes.io/name';
    const rolling = rollout.strategy === 'rolling';
    if (rolling && own.length > 0) {
      new ApiObject(this, 'Service', {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'ServiceMonitor',
        metadata,
        spec: { jobLabel, selector, endpoints: own },
      });
    }
    // No Service has the port of a sidecar. A run of a job ends before anybody asks.
    const sidecar = proxied && !workload.ends ? [{ portNumber: ISTIO.metrics.port, path: ISTIO.metrics.path, interval: INTERVAL }] : [];
    const ofPods = [...(rolling ? [] : own), ...sidecar];
    if (ofPods.length === 0) return;
    new ApiObject(this, 'Pods', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata,
      spec: { jobLabel, selector, ...(rolling ? {} : { podTargetLabels: [VERSION_LABEL] }), podMetricsEndpoints: ofPods },
    });
  }
}
