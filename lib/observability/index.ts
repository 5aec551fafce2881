export {
  AlertmanagerPolicy,
  type AlertmanagerPolicyProps,
  AlertmanagerRouting,
  type AlertmanagerRoutingProps,
  AlertmanagerSecret,
  type AlertmanagerSecretProps,
  AlertmanagerServer,
  type AlertmanagerServerProps,
  alertmanagerConfig,
  CONFIG_SECRET,
} from './alertmanager';
export { PlatformAlerts, type PlatformAlertsProps, ruleGroup, ServiceAlerts, type ServiceAlertsProps } from './alerts';
export { DashboardConfigMaps, type DashboardConfigMapsProps, dashboardFiles, grafanaDashboard } from './dashboards';
export { PlainMonitoring, type PlainMonitoringProps } from './plain-monitoring';
export {
  BLACKBOX,
  blackboxExporter,
  ClusterMonitors,
  type ClusterMonitorsProps,
  ControllerMonitors,
  type ControllerMonitorsProps,
  EndpointProbes,
  type EndpointProbesProps,
  type PlainPrometheusProps,
  PrometheusPolicy,
  type PrometheusPolicyProps,
  PrometheusServer,
  type PrometheusServerProps,
  plainPrometheus,
  ScrapeAccess,
  type ScrapeAccessProps,
} from './prometheus';
export { RecordedIndicators, type RecordedIndicatorsProps } from './recorded-indicators';
export { runbookFiles } from './runbooks';
export {
  agentConfig,
  CHECKPOINTS,
  type ClusterIdentity,
  CollectorPolicy,
  type CollectorPolicyProps,
  type CollectorProps,
  collector,
  type GatewayConfigProps,
  GatewayReplicas,
  type GatewayReplicasProps,
  gateway,
  gatewayConfig,
  LOG_FOLDER,
  type LogsConfigProps,
  logsConfig,
  PodReader,
  type PodReaderProps,
} from './telemetry';
export { WorkloadMonitor, type WorkloadMonitorProps } from './workload-monitor';
