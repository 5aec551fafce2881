import { COLLECTORS, MONITORING_NAMESPACE } from '../../model';
import {
  type ClusterIdentity,
  clusterAttributes,
  HEALTH,
  OTLP_RECEIVER,
  OWN_METRICS,
  podAttributes,
  processors,
  SENDING,
} from './common-config';

/**
 * The agent of a node: takes spans of the pods beside it, says which pods they are of, and sends all spans of one trace to
 * the same replica of the gateway.
 */
export const agentConfig = (identity: ClusterIdentity) => ({
  extensions: HEALTH,
  receivers: OTLP_RECEIVER,
  processors: processors({
    k8s_attributes: { ...podAttributes, pod_association: [{ sources: [{ from: 'connection' }] }] },
    resource: clusterAttributes(identity),
  }),
  exporters: {
    load_balancing: {
      routing_key: 'traceID',
      // Of the replicas in the cluster; nobody outside reaches them, and policies say who inside does.
      protocol: { otlp: { tls: { insecure: true }, ...SENDING } },
      resolver: {
        dns: {
          hostname: `${COLLECTORS.gatewayReplicas}.${MONITORING_NAMESPACE}.svc.cluster.local`,
          port: String(COLLECTORS.ports.otlp.port),
        },
      },
    },
  },
  service: {
    extensions: ['health_check'],
    pipelines: {
      traces: {
        receivers: ['otlp'],
        processors: ['memory_limiter', 'k8s_attributes', 'resource', 'batch'],
        exporters: ['load_balancing'],
      },
    },
    telemetry: OWN_METRICS,
  },
});
