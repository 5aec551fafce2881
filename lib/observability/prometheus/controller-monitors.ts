import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ANNOTATIONS, EXPORTERS, type Exporter, MONITORING_NAMESPACE, SCRAPE_SECONDS } from '../../model';
import { controllersAmong } from './controller-sources';

export interface ControllerMonitorsProps {
  /** Exporters that the alerts of the cluster rest on; those that are no controllers have monitors of their own. */
  readonly exporters: readonly Exporter[];
  readonly labels: Readonly<Record<string, string>>;
}

/** PodMonitors of the controllers that a platform rests on: an alert about what they do needs what they tell. */
export class ControllerMonitors extends Construct {
  constructor(scope: Construct, id: string, { exporters, labels }: ControllerMonitorsProps) {
    super(scope, id);
    for (const { exporter, providedBy, pods, port } of controllersAmong(exporters)) {
      new ApiObject(this, exporter, {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PodMonitor',
        metadata: { name: exporter, namespace: MONITORING_NAMESPACE, labels, annotations: { [ANNOTATIONS.providedBy]: providedBy } },
        spec: {
          jobLabel: 'app.kubernetes.io/name',
          namespaceSelector: { matchNames: [EXPORTERS[exporter].namespace] },
          selector: { matchLabels: pods },
          // They name the namespace of what they tell about, and not their own.
          podMetricsEndpoints: [{ portNumber: port, path: '/metrics', interval: `${SCRAPE_SECONDS}s`, honorLabels: true }],
        },
      });
    }
  }
}
