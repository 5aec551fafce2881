import { COLLECTORS } from '../../model';
import { LIMITS } from './limits';

/** Labels of a cluster, as OpenTelemetry names them (semantic conventions: deployment, cloud, k8s). */
export interface ClusterIdentity {
  readonly platform: string;
  readonly environment: string;
  readonly region: string;
  readonly cluster: string;
}

export const clusterAttributes = ({ environment, region, cluster }: ClusterIdentity) => ({
  attributes: [
    { key: 'deployment.environment.name', value: environment, action: 'upsert' },
    { key: 'cloud.provider', value: 'aws', action: 'upsert' },
    { key: 'cloud.region', value: region, action: 'upsert' },
    { key: 'k8s.cluster.name', value: cluster, action: 'upsert' },
  ],
});

/** What pods are part of; asked of the API server for the pods of this node only. */
export const podAttributes = {
  filter: { node_from_env_var: 'K8S_NODE_NAME' },
  extract: {
    metadata: ['k8s.namespace.name', 'k8s.pod.name', 'k8s.pod.uid', 'k8s.node.name', 'k8s.deployment.name'],
    labels: [
      { tag_name: 'service.version', key: 'app.kubernetes.io/version', from: 'pod' },
      { tag_name: 'team', key: 'holdfast.dev/team', from: 'pod' },
    ],
  },
} as const;

/** Health and metrics of a collector itself, on addresses that probes and Prometheus reach. */
export const HEALTH = { health_check: { endpoint: `0.0.0.0:${COLLECTORS.ports.health.port}` } } as const;
export const OWN_METRICS = {
  metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: COLLECTORS.ports.metrics.port } } } }] },
} as const;

/** Memory first, so that what is refused costs nothing; batches last, after what single items need. */
export const processors = <Own extends object>(own: Own) => ({ memory_limiter: LIMITS.memory, ...own, batch: LIMITS.batch });

/** A queue that is full drops the newest and counts it, and never holds up the services. */
export const SENDING = { sending_queue: LIMITS.queue, retry_on_failure: LIMITS.retry } as const;

export const OTLP_RECEIVER = { otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${COLLECTORS.ports.otlp.port}` } } } } as const;
