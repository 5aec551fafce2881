/** Who tells which series: what alerts and dashboards may ask for, by the names that the exporters' own documents have. */
interface Source {
  /** Job label under which Prometheus scrapes it. */
  readonly job: string;
  readonly namespace: string;
  /** What is blind without it. */
  readonly whatFor: string;
  /** Names; a histogram by its name without suffix. */
  readonly series: readonly string[];
}

const define = <Name extends string>(sources: Readonly<Record<Name, Source>>) => sources;

export const EXPORTERS = define({
  /** Metrics of Kubernetes objects (kube-state-metrics, docs/metrics), and of Flux's by its custom resource state (Flux, custom metrics). */
  'kube-state-metrics': {
    job: 'kube-state-metrics',
    namespace: 'kube-state-metrics',
    whatFor: 'pods, replicas, nodes, jobs and quotas',
    series: [
      'gotk_resource_info',
      'kube_cronjob_created',
      'kube_cronjob_spec_suspend',
      'kube_cronjob_status_last_schedule_time',
      'kube_cronjob_status_last_successful_time',
      'kube_deployment_spec_replicas',
      'kube_deployment_status_condition',
      'kube_deployment_status_replicas',
      'kube_deployment_status_replicas_available',
      'kube_deployment_status_replicas_updated',
      'kube_horizontalpodautoscaler_spec_max_replicas',
      'kube_horizontalpodautoscaler_spec_min_replicas',
      'kube_horizontalpodautoscaler_status_current_replicas',
      'kube_horizontalpodautoscaler_status_desired_replicas',
      'kube_job_failed',
      'kube_job_status_failed',
      'kube_job_status_succeeded',
      'kube_node_info',
      'kube_node_status_allocatable',
      'kube_node_status_condition',
      'kube_persistentvolumeclaim_info',
      'kube_pod_container_resource_limits',
      'kube_pod_container_resource_requests',
      'kube_pod_container_status_restarts_total',
      'kube_pod_container_status_waiting_reason',
      'kube_pod_info',
      'kube_pod_status_phase',
      'kube_pod_status_ready',
      'kube_resourcequota',
    ],
  },
  /** The kubelet and the cAdvisor in it (Kubernetes, metrics for Kubernetes system components; cAdvisor, docs/storage/prometheus.md). */
  kubelet: {
    job: 'kubelet',
    namespace: 'kube-system',
    whatFor: 'CPU and memory of containers, and volumes',
    series: [
      'container_cpu_cfs_periods_total',
      'container_cpu_cfs_throttled_periods_total',
      'container_cpu_usage_seconds_total',
      'container_memory_working_set_bytes',
      'container_network_receive_bytes_total',
      'container_network_transmit_bytes_total',
      'kubelet_volume_stats_available_bytes',
      'kubelet_volume_stats_capacity_bytes',
      'kubelet_volume_stats_inodes',
      'kubelet_volume_stats_inodes_free',
      'kubelet_volume_stats_used_bytes',
    ],
  },
  'node-exporter': {
    job: 'prometheus-node-exporter',
    namespace: 'prometheus-node-exporter',
    whatFor: 'CPU, memory and disks of nodes',
    series: [
      'node_cpu_seconds_total',
      'node_disk_io_time_seconds_total',
      'node_filesystem_avail_bytes',
      'node_filesystem_size_bytes',
      'node_load1',
      'node_memory_MemAvailable_bytes',
      'node_memory_MemTotal_bytes',
      'node_network_receive_bytes_total',
      'node_network_transmit_bytes_total',
    ],
  },
  prometheus: {
    job: 'prometheus-operated',
    namespace: 'monitoring',
    whatFor: 'rules and the sending of alerts',
    series: [
      'ALERTS',
      'prometheus_config_last_reload_successful',
      'prometheus_notifications_alertmanagers_discovered',
      'prometheus_notifications_dropped_total',
      'prometheus_rule_evaluation_failures_total',
      'prometheus_rule_group_iterations_missed_total',
      'prometheus_tsdb_head_series',
      'up',
    ],
  },
  alertmanager: {
    job: 'alertmanager-operated',
    namespace: 'monitoring',
    whatFor: 'notifications',
    series: [
      'alertmanager_alerts',
      'alertmanager_config_last_reload_successful',
      'alertmanager_notifications_failed_total',
      'alertmanager_notifications_total',
    ],
  },
  'blackbox-exporter': {
    job: 'public-endpoint',
    namespace: 'monitoring',
    whatFor: 'public endpoints and their certificates',
    series: ['probe_duration_seconds', 'probe_http_status_code', 'probe_ssl_earliest_cert_expiry', 'probe_success'],
  },
  /** External Secrets Operator, metrics. */
  'external-secrets': {
    job: 'external-secrets',
    namespace: 'external-secrets',
    whatFor: 'secrets from the store',
    series: ['externalsecret_status_condition', 'externalsecret_sync_calls_error', 'externalsecret_sync_calls_total'],
  },
  /** Argo CD, metrics of the application controller. */
  argocd: {
    job: 'argocd-application-controller',
    namespace: 'argocd',
    whatFor: 'the synchronisation with Git',
    series: ['argocd_app_info', 'argocd_app_reconcile', 'argocd_app_sync_total'],
  },
  /** Argo Rollouts, controller metrics. */
  'argo-rollouts': {
    job: 'argo-rollouts',
    namespace: 'argo-rollouts',
    whatFor: 'roll-outs',
    series: [
      'analysis_run_info',
      'rollout_info',
      'rollout_info_replicas_available',
      'rollout_info_replicas_desired',
      'rollout_info_replicas_unavailable',
      'rollout_info_replicas_updated',
    ],
  },
  /** Sidecars of Istio, scraped beside the service that they belong to (Istio, standard metrics). */
  istio: {
    job: '',
    namespace: '',
    whatFor: 'requests in the mesh',
    series: ['istio_request_duration_milliseconds', 'istio_requests_total', 'istio_tcp_connections_opened_total'],
  },
  /** The exporter beside a PostgreSQL in pods, scraped with it (postgres_exporter, README). */
  postgres: {
    job: '',
    namespace: '',
    whatFor: 'the archives of databases in pods',
    series: ['pg_replication_is_replica', 'pg_replication_lag_seconds', 'pg_stat_archiver_last_archive_age'],
  },
  /** Velero, metrics of the server. */
  velero: {
    job: 'velero',
    namespace: 'velero',
    whatFor: 'backups',
    series: [
      'velero_backup_failure_total',
      'velero_backup_last_successful_timestamp',
      'velero_backup_partial_failure_total',
      'velero_backup_success_total',
      'velero_backup_validation_failure_total',
    ],
  },
});

export type Exporter = keyof typeof EXPORTERS;

/** Every name that an exporter has; those of applications are declared with the service. */
export const EXPORTED_SERIES: ReadonlySet<string> = new Set(Object.values<Source>(EXPORTERS).flatMap(({ series }) => series));
