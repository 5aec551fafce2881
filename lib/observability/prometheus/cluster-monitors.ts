import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ANNOTATIONS, MONITORING_NAMESPACE, SCRAPE_SECONDS } from '../../model';
import { CLUSTER_SOURCES } from './cluster-sources';

export interface ClusterMonitorsProps {
  readonly labels: Readonly<Record<string, string>>;
}

/** ServiceMonitors of what a cluster itself tells: its objects, nodes and containers. */
export class ClusterMonitors extends Construct {
  constructor(scope: Construct, id: string, { labels }: ClusterMonitorsProps) {
    super(scope, id);
    for (const source of CLUSTER_SOURCES) {
      const { name, providedBy, namespace, service, endpoints } = source;
      new ApiObject(this, name, {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'ServiceMonitor',
        metadata: { name, namespace: MONITORING_NAMESPACE, labels, annotations: { [ANNOTATIONS.providedBy]: providedBy } },
        spec: {
          jobLabel: 'app.kubernetes.io/name',
          namespaceSelector: { matchNames: [namespace] },
          selector: { matchLabels: service },
          ...('scrapeClass' in source ? { scrapeClass: source.scrapeClass } : {}),
          endpoints: endpoints.map((endpoint) => ({ ...endpoint, interval: `${SCRAPE_SECONDS}s` })),
        },
      });
    }
    // Alerts about alerting come from what the two servers say of themselves.
    for (const server of ['prometheus', 'alertmanager'] as const) {
      new ApiObject(this, server, {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'ServiceMonitor',
        metadata: {
          name: server,
          namespace: MONITORING_NAMESPACE,
          labels,
          annotations: { [ANNOTATIONS.providedBy]: 'the Prometheus Operator' },
        },
        spec: {
          selector: { matchLabels: { [`operated-${server}`]: 'true' } },
          endpoints: [{ port: 'web', interval: `${SCRAPE_SECONDS}s` }],
        },
      });
    }
  }
}
