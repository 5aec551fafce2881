import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { DeployedService, NamespaceSecretStore, RestrictedNamespace } from '../lib/deployment';
import {
  alertmanagersOf,
  type Cluster,
  COLLECTORS,
  dashboardsOf,
  exportersOf,
  externalLabels,
  ISTIO,
  inClusterDatabases,
  isAmbient,
  keysOf,
  MONITORING_NAMESPACE,
  monitoringLabels,
  monitoringSize,
  NODE_LOGS_NAMESPACE,
  type Platform,
  PROMETHEUS_ACCOUNT,
  platformAlerts,
  publicEndpoints,
  remoteWorkspaces,
  routingOf,
  STORE_METRICS,
} from '../lib/model';
import {
  AlertmanagerPolicy,
  AlertmanagerRouting,
  AlertmanagerSecret,
  AlertmanagerServer,
  BLACKBOX,
  blackboxExporter,
  ClusterMonitors,
  CONFIG_SECRET,
  ControllerMonitors,
  DashboardConfigMaps,
  EndpointProbes,
  PlainMonitoring,
  PlatformAlerts,
  PrometheusPolicy,
  PrometheusServer,
  ScrapeAccess,
} from '../lib/observability';
import { ClusterTelemetry } from './cluster-telemetry';

export interface ObservabilityChartProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
}

/** What watches a cluster: metrics, alerts, and who is told. It has a namespace of its own. */
export class ObservabilityChart extends Chart {
  private readonly common: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ObservabilityChartProps) {
    super(scope, id, { disableResourceNameHashes: true });
    const { platform, cluster } = props;
    this.common = monitoringLabels(platform.name, platform.team);
    new RestrictedNamespace(this, 'Namespace', { name: MONITORING_NAMESPACE, labels: this.common });
    this.metrics(platform, cluster);
    this.alerting(platform, cluster);
    new PlatformAlerts(this, 'Alerts', { name: platform.name, labels: this.common, groups: platformAlerts(platform, cluster) });
    new DashboardConfigMaps(this, 'Dashboards', { platform: platform.name, dashboards: dashboardsOf(platform), labels: this.common });
    new ClusterTelemetry(this, 'Telemetry', { platform, cluster, labels: this.common });
    const workspaces = remoteWorkspaces(platform, cluster);
    new PlainMonitoring(this, 'Plain', {
      prometheus: {
        externalLabels: externalLabels(platform, cluster),
        namespace: cluster.namespace,
        endpoints: publicEndpoints(platform, cluster),
        workspaces,
      },
      routing: routingOf(platform.spec, cluster),
      labels: this.common,
    });
  }

  private metrics(platform: Platform, cluster: Cluster): void {
    const labels = this.common;
    const { name, team } = platform;
    const endpoints = publicEndpoints(platform, cluster);
    const workspaces = remoteWorkspaces(platform, cluster);
    const serviceAccount = PROMETHEUS_ACCOUNT;
    const watched = exportersOf(platform, cluster);
    const logged = platform.spec.telemetry.logs !== 'none';
    const traced = platform.spec.telemetry.traces !== undefined;
    const gatewayed = cluster.gateways.length > 0;
    new ScrapeAccess(this, 'ScrapeAccess', { name: serviceAccount, role: `${name}-prometheus`, labels });
    new PrometheusServer(this, 'Prometheus', {
      name,
      labels,
      externalLabels: externalLabels(platform, cluster),
      namespaces: [
        cluster.namespace,
        MONITORING_NAMESPACE,
        ...(logged ? [NODE_LOGS_NAMESPACE] : []),
        ...(gatewayed ? [ISTIO.gateway.namespace] : []),
      ],
      size: monitoringSize(platform, cluster),
      workspaces,
      serviceAccount,
      ambient: isAmbient(platform.spec),
    });
    new PrometheusPolicy(this, 'PrometheusPolicy', {
      name,
      labels,
      cluster,
      watched,
      exporters: [...(endpoints.length > 0 ? [BLACKBOX.port.port] : []), ...(traced ? [COLLECTORS.ports.metrics.port] : [])],
      stores: inClusterDatabases(platform, cluster).length > 0 ? [STORE_METRICS.port] : [],
      logAgent: logged,
      gateways: gatewayed,
      writesRemote: workspaces.length > 0,
    });
    new ClusterMonitors(this, 'ClusterMonitors', { labels });
    new ControllerMonitors(this, 'ControllerMonitors', { exporters: watched, labels });
    if (endpoints.length === 0) return;
    new DeployedService(this, 'BlackboxExporter', { workload: blackboxExporter(name, team, endpoints) });
    new EndpointProbes(this, 'Probes', { namespace: cluster.namespace, endpoints, labels });
  }

  private alerting(platform: Platform, cluster: Cluster): void {
    const labels = this.common;
    const { name, spec } = platform;
    const routing = routingOf(spec, cluster);
    const form = spec.alerting.configuration;
    // Alertmanager has a namespace of its own, so a store for the platform's namespace does not reach it.
    const store = { ...cluster.secretStore, kind: 'SecretStore' } as const;
    const told = routing.receivers.length > 0;
    // A file comes in a Secret of the store; the spec sees to it that it has a key.
    if (keysOf(routing).length > 0) {
      new NamespaceSecretStore(this, 'SecretStore', { store, namespace: MONITORING_NAMESPACE, labels });
      new AlertmanagerSecret(this, 'AlertmanagerConfig', { routing, form, store, labels });
    }
    if (told && form === 'alertmanagerConfig') new AlertmanagerRouting(this, 'AlertmanagerRouting', { name, labels, routing });
    new AlertmanagerServer(this, 'Alertmanager', {
      name,
      labels,
      replicas: alertmanagersOf(cluster),
      ...(told ? { routedBy: form === 'file' ? { secret: CONFIG_SECRET } : { alertmanagerConfig: name } } : {}),
    });
    new AlertmanagerPolicy(this, 'AlertmanagerPolicy', { name, labels, routing, toldByFlux: spec.gitops !== 'argocd' });
  }
}
