import { containerLogGroup } from '../../model';
import { type ClusterIdentity, clusterAttributes, HEALTH, OWN_METRICS, podAttributes, processors, SENDING } from './common-config';

/** Where the agent keeps how far it has read; a new pod starts at the end of each file. */
export const CHECKPOINTS = '/var/lib/otelcol';
export const LOG_FOLDER = '/var/log/pods';

export interface LogsConfigProps {
  readonly identity: ClusterIdentity;
  /** Namespace whose containers are read. */
  readonly namespace: string;
  readonly to: { readonly kind: 'loki'; readonly url: string } | { readonly kind: 'cloudwatch' };
}

/** The agent that reads what containers of the services print, line by line as the runtime wrote it. */
export function logsConfig({ identity, namespace, to }: LogsConfigProps) {
  const exporter = to.kind === 'loki' ? 'otlp_http' : 'awscloudwatchlogs';
  return {
    extensions: { ...HEALTH, file_storage: { directory: CHECKPOINTS } },
    receivers: {
      file_log: {
        include: [`${LOG_FOLDER}/${namespace}_*/*/*.log`],
        start_at: 'end',
        include_file_path: true,
        include_file_name: false,
        storage: 'file_storage',
        // A destination that is gone holds up reading; the files of the node are the buffer.
        retry_on_failure: { enabled: true },
        operators: [{ type: 'container' }],
      },
    },
    processors: processors({
      k8s_attributes: {
        ...podAttributes,
        pod_association: [{ sources: [{ from: 'resource_attribute', name: 'k8s.pod.uid' }] }],
      },
      resource: clusterAttributes(identity),
    }),
    exporters: {
      [exporter]:
        to.kind === 'loki'
          ? // Loki takes OTLP below this path (Loki, ingesting logs with OpenTelemetry).
            { endpoint: `${to.url.replace(/\/$/, '')}/otlp`, ...SENDING }
          : {
              region: identity.region,
              log_group_name: containerLogGroup(identity.platform, identity.environment),
              // biome-ignore lint/suspicious/noTemplateCurlyInString: the collector reads the variable, not we
              log_stream_name: '${env:K8S_NODE_NAME}',
              ...SENDING,
            },
    },
    service: {
      extensions: ['health_check', 'file_storage'],
      pipelines: {
        logs: { receivers: ['file_log'], processors: ['memory_limiter', 'k8s_attributes', 'resource', 'batch'], exporters: [exporter] },
      },
      telemetry: OWN_METRICS,
    },
  };
}
