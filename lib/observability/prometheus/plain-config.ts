import { MONITORING_NAMESPACE, type PublicEndpoint, type RemoteWorkspace, SCRAPE_SECONDS } from '../../model';
import { BLACKBOX_ADDRESS } from './blackbox';

export interface PlainPrometheusProps {
  readonly externalLabels: Readonly<Record<string, string>>;
  /** Namespace of the services. */
  readonly namespace: string;
  readonly endpoints: readonly PublicEndpoint[];
  readonly workspaces: readonly RemoteWorkspace[];
  /** Files of rules, as globs. */
  readonly ruleFiles: readonly string[];
}

const INTERVAL = `${SCRAPE_SECONDS}s`;

/**
 * The configuration of a Prometheus without the operator: pods are found by the annotations prometheus.io/scrape, port and
 * path, and get the same labels (namespace, pod, job) as those that a ServiceMonitor finds, so that rules fit both.
 */
export const plainPrometheus = ({ externalLabels, namespace, endpoints, workspaces, ruleFiles }: PlainPrometheusProps) => ({
  global: { scrape_interval: INTERVAL, evaluation_interval: INTERVAL, external_labels: externalLabels },
  rule_files: [...ruleFiles],
  alerting: {
    alertmanagers: [
      {
        kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: [MONITORING_NAMESPACE] } }],
        relabel_configs: [
          keep('__meta_kubernetes_pod_label_app_kubernetes_io_name', 'alertmanager'),
          keep('__meta_kubernetes_pod_container_port_number', '9093'),
        ],
      },
    ],
  },
  scrape_configs: [
    { job_name: 'prometheus', static_configs: [{ targets: ['localhost:9090'] }] },
    {
      job_name: 'pods',
      kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: [namespace] } }],
      relabel_configs: [
        keep('__meta_kubernetes_pod_annotation_prometheus_io_scrape', 'true'),
        // One target for each container port is found; the annotated port is the one that answers.
        copy('__meta_kubernetes_pod_annotation_prometheus_io_path', '__metrics_path__', '(.+)'),
        {
          source_labels: ['__address__', '__meta_kubernetes_pod_annotation_prometheus_io_port'],
          regex: '([^:]+)(?::\\d+)?;(\\d+)',
          replacement: '$1:$2',
          target_label: '__address__',
          action: 'replace',
        },
        copy('__meta_kubernetes_namespace', 'namespace'),
        copy('__meta_kubernetes_pod_name', 'pod'),
        copy('__meta_kubernetes_pod_label_app_kubernetes_io_name', 'job', '(.+)'),
        copy('__meta_kubernetes_pod_label_rollouts_pod_template_hash', 'rollouts_pod_template_hash', '(.+)'),
      ],
    },
    ...endpoints.map((endpoint) => probe(endpoint, namespace)),
  ],
  ...(workspaces.length > 0 ? { remote_write: workspaces.map(({ region, url }) => ({ name: region, url, sigv4: { region } })) } : {}),
});

const keep = (label: string, regex: string) => ({ source_labels: [label], regex, action: 'keep' });
const copy = (label: string, to: string, regex = '(.*)') => ({ source_labels: [label], regex, target_label: to, action: 'replace' });

/** The exporter is asked about the target, and the target is what the series name. */
const probe = ({ service, team, url }: PublicEndpoint, namespace: string) => ({
  job_name: `public-endpoint-${service}`,
  metrics_path: '/probe',
  params: { module: [service] },
  static_configs: [{ targets: [url], labels: { service, namespace, team } }],
  relabel_configs: [
    copy('__address__', '__param_target'),
    copy('__param_target', 'instance'),
    { target_label: 'job', replacement: 'public-endpoint', action: 'replace' },
    { target_label: '__address__', replacement: BLACKBOX_ADDRESS, action: 'replace' },
  ],
});
