import { type AlertCases, badFor, growsBy, thereFor } from './case';

const ready = (node: string) => `kube_node_status_condition{node="${node}",condition="Ready",status="true"}`;
const info = (node: string, zone: string) => `kube_node_info{node="${node}",provider_id="aws:///${zone}/i-0${node}"}`;
const quota = (type: string) => `kube_resourcequota{namespace="shop",resourcequota="capacity",resource="pods",type="${type}"}`;
const volume = (what: string) => `kubelet_volume_stats_${what}_bytes{namespace="shop",persistentvolumeclaim="orders"}`;
const probe = 'probe_success{job="public-endpoint",service="web"}';
const certificate = 'probe_ssl_earliest_cert_expiry{job="public-endpoint",service="web"}';
const podReady = 'kube_pod_status_ready{namespace="shop",pod="web-5d8f7c9b6d-x2x4x",condition="true"}';
const application = (labels: string) => `argocd_app_info{name="shop-production-eu-west-1-web",project="shop-production",${labels}}`;
const kustomization = (labels: string) =>
  `gotk_resource_info{customresource_kind="Kustomization",exported_namespace="flux-system",name="web",${labels}}`;
const prometheus = (metric: string) => `${metric}{job="prometheus-operated",namespace="monitoring",pod="prometheus-shop-0",rule_group="g"}`;
const alertmanager = (metric: string, labels = 'pod="alertmanager-shop-0"') =>
  `${metric}{job="alertmanager-operated",namespace="monitoring",${labels}}`;

const ofOrders = (metric: string) => `pg_${metric}{namespace="shop",job="orders"}`;
const restoreTest = (what: string) => `kube_cronjob_${what}{namespace="velero",cronjob="restore-test"}`;

/** Alerts about a cluster. */
export const clusterCases: AlertCases = {
  NodeNotReady: [{ series: { [ready('ip-1')]: badFor(1, 0, 20) }, silentAt: '9m', firesAt: '14m', overAt: '30m' }],
  ZoneLost: [
    {
      labels: { zone: 'eu-west-1a' },
      series: {
        [ready('ip-1')]: badFor(1, 0, 20),
        [ready('ip-2')]: '1x90',
        [info('ip-1', 'eu-west-1a')]: '1x90',
        [info('ip-2', 'eu-west-1b')]: '1x90',
      },
      silentAt: '5m',
      firesAt: '10m',
      overAt: '30m',
      never: {
        'one of two nodes': {
          [ready('ip-1')]: '0x90',
          [ready('ip-2')]: '1x90',
          [info('ip-1', 'eu-west-1a')]: '1x90',
          [info('ip-2', 'eu-west-1a')]: '1x90',
        },
        'an exporter that is down': { [ready('ip-1')]: '1x2 stale', [info('ip-1', 'eu-west-1a')]: '1x2 stale' },
      },
    },
    {
      labels: { zone: 'eu-west-1a' },
      series: {
        [ready('ip-1')]: '1x5 stale _x20 1x60',
        [ready('ip-2')]: '1x90',
        [info('ip-1', 'eu-west-1a')]: '1x5 stale _x20 1x60',
        [info('ip-2', 'eu-west-1b')]: '1x90',
      },
      silentAt: '5m',
      firesAt: '10m',
      overAt: '30m',
    },
  ],
  QuotaNearlyUsed: [
    { series: { [quota('used')]: badFor(10, 95, 30), [quota('hard')]: '100x120' }, silentAt: '15m', firesAt: '25m', overAt: '40m' },
  ],
  VolumeFilling: [
    {
      every: '10m',
      series: { [volume('available')]: '18x40 18-0.1x60 40x40', [volume('capacity')]: '100x200' },
      silentAt: '400m',
      firesAt: '900m',
      overAt: '1030m',
    },
  ],
  VolumeAlmostFull: [
    { series: { [volume('available')]: badFor(40, 4, 10), [volume('capacity')]: '100x90' }, silentAt: '5m', firesAt: '10m', overAt: '20m' },
  ],
  EndpointDown: [
    {
      service: 'web',
      series: { [probe]: badFor(1, 0, 10) },
      silentAt: '6m',
      firesAt: '10m',
      overAt: '20m',
      never: { 'one failed probe': { [probe]: '1x8 0 1x60' } },
    },
  ],
  EndpointProbeMissing: [{ service: 'web', series: { [probe]: badFor(1, '_', 25) }, silentAt: '15m', firesAt: '25m', overAt: '35m' }],
  CertificateExpiring: [
    { service: 'web', series: { [certificate]: badFor(9_000_000, 1_700_000, 20) }, silentAt: '14m', firesAt: '20m', overAt: '30m' },
  ],
  CertificateExpiresSoon: [
    { service: 'web', series: { [certificate]: badFor(1_700_000, 200_000, 20) }, silentAt: '14m', firesAt: '20m', overAt: '30m' },
  ],
  RegionDown: [
    { labels: { region: 'eu-west-1' }, series: { [podReady]: badFor(1, 0, 10) }, silentAt: '6m', firesAt: '10m', overAt: '20m' },
    {
      role: 'recovery',
      labels: { region: 'eu-west-1', seen_from: 'eu-central-1' },
      series: { [probe]: badFor(1, 0, 10), [podReady]: '1x90' },
      silentAt: '6m',
      firesAt: '10m',
      overAt: '20m',
      never: { 'an endpoint that fails while nothing runs here either': { [probe]: '0x90', [podReady]: '0x90' } },
    },
  ],
  ApplicationOutOfSync: [
    {
      role: 'recovery',
      series: { [application('sync_status="OutOfSync",health_status="Healthy"')]: thereFor(50) },
      silentAt: '30m',
      firesAt: '40m',
      overAt: '60m',
    },
  ],
  ApplicationDegraded: [
    {
      role: 'recovery',
      series: { [application('sync_status="Synced",health_status="Degraded"')]: thereFor(30) },
      silentAt: '15m',
      firesAt: '25m',
      overAt: '40m',
      never: { 'one that is on its way': { [application('sync_status="Synced",health_status="Progressing"')]: '1x60' } },
    },
  ],
  FluxNotReconciled: [
    {
      series: { [kustomization('ready="False",suspended="false"')]: thereFor(30) },
      silentAt: '15m',
      firesAt: '25m',
      overAt: '40m',
      never: { 'one that is suspended': { [kustomization('ready="False",suspended="true"')]: '1x60' } },
    },
    { series: { [kustomization('ready="False"')]: thereFor(30) }, silentAt: '15m', firesAt: '25m', overAt: '40m' },
  ],
  FluxSuspended: [
    { series: { [kustomization('ready="True",suspended="true"')]: thereFor(300) }, silentAt: '200m', firesAt: '250m', overAt: '310m' },
  ],
  Watchdog: [{ series: {}, firesAt: '1m' }],
  RuleEvaluationFailing: [
    {
      series: { [prometheus('prometheus_rule_evaluation_failures_total')]: growsBy(1, 20) },
      silentAt: '12m',
      firesAt: '20m',
      overAt: '42m',
    },
  ],
  RuleEvaluationLate: [
    {
      series: { [prometheus('prometheus_rule_group_iterations_missed_total')]: growsBy(1, 20) },
      silentAt: '15m',
      firesAt: '25m',
      overAt: '42m',
    },
  ],
  PrometheusConfigNotLoaded: [
    {
      series: { [prometheus('prometheus_config_last_reload_successful')]: badFor(1, 0, 20) },
      silentAt: '9m',
      firesAt: '15m',
      overAt: '30m',
    },
  ],
  AlertmanagerConfigNotLoaded: [
    {
      series: { [alertmanager('alertmanager_config_last_reload_successful')]: badFor(1, 0, 20) },
      silentAt: '9m',
      firesAt: '15m',
      overAt: '30m',
    },
  ],
  AlertsNotSent: [
    {
      series: {
        [prometheus('prometheus_notifications_dropped_total')]: growsBy(1, 20),
        [prometheus('prometheus_notifications_alertmanagers_discovered')]: '3x90',
      },
      silentAt: '12m',
      firesAt: '20m',
      overAt: '42m',
    },
    {
      series: { [prometheus('prometheus_notifications_alertmanagers_discovered')]: badFor(3, 0, 20) },
      silentAt: '9m',
      firesAt: '15m',
      overAt: '30m',
    },
  ],
  NotificationsFailing: [
    {
      series: {
        [alertmanager('alertmanager_notifications_failed_total', 'integration="slack"')]: growsBy(1, 20),
        [alertmanager('alertmanager_notifications_total', 'integration="slack"')]: '0+2x120',
      },
      silentAt: '10m',
      firesAt: '25m',
      overAt: '60m',
    },
  ],
  AlertmanagerMissing: [
    {
      series: {
        [alertmanager('up', 'pod="alertmanager-shop-0"')]: '1x120',
        [alertmanager('up', 'pod="alertmanager-shop-1"')]: '1x120',
        [alertmanager('up', 'pod="alertmanager-shop-2"')]: badFor(1, 0, 30),
      },
      silentAt: '15m',
      firesAt: '25m',
      overAt: '40m',
    },
  ],
  ExporterMissing: [
    {
      labels: { exporter: 'kube-state-metrics' },
      series: { 'up{job="kube-state-metrics",instance="10.0.0.1:8080"}': badFor(1, 0, 30) },
      silentAt: '14m',
      firesAt: '20m',
      overAt: '40m',
    },
  ],
  VeleroBackupTooOld: [
    {
      every: '1h',
      series: { 'velero_backup_last_successful_timestamp{schedule="cluster-eu-west-1"}': '0x30 108000x30' },
      silentAt: '27h',
      firesAt: '29h',
      overAt: '32h',
      never: { 'a backup each night': { 'velero_backup_last_successful_timestamp{schedule="cluster-eu-west-1"}': '0x24 86400x30' } },
    },
    { series: { 'velero_backup_last_successful_timestamp{schedule="another"}': '0x30' }, silentAt: '2m', firesAt: '10m' },
  ],
  VeleroBackupFailed: [
    {
      every: '10m',
      series: { 'velero_backup_partial_failure_total{schedule="cluster-eu-west-1"}': '0x20 1x300' },
      silentAt: '190m',
      firesAt: '240m',
      overAt: '1900m',
    },
  ],
  RestoreNotTested: [
    {
      every: '1h',
      series: { [restoreTest('status_last_successful_time')]: '0x60 216000x20', [restoreTest('created')]: '0x90' },
      silentAt: '49h',
      firesAt: '53h',
      overAt: '62h',
    },
    { every: '1h', series: { [restoreTest('created')]: '0x90' }, silentAt: '49h', firesAt: '53h' },
    { series: {}, firesAt: '10m' },
  ],
  ArchiveTooOld: [
    {
      service: 'orders',
      series: { [ofOrders('replication_is_replica')]: '0x90', [ofOrders('stat_archiver_last_archive_age')]: '0+60x40 10x40' },
      silentAt: '29m',
      firesAt: '34m',
      overAt: '45m',
      never: {
        'a standby, which archives nothing': {
          [ofOrders('replication_is_replica')]: '1x90',
          [ofOrders('stat_archiver_last_archive_age')]: '0+60x90',
        },
      },
    },
    // Nothing was ever archived.
    { service: 'orders', series: { [ofOrders('replication_is_replica')]: '0x30' }, firesAt: '5m' },
    { service: 'orders', series: {}, firesAt: '5m' },
  ],
  StandbyBehind: [
    {
      service: 'orders',
      role: 'recovery',
      series: { [ofOrders('replication_lag_seconds')]: '0+60x50 0x30' },
      silentAt: '38m',
      firesAt: '45m',
      overAt: '55m',
    },
  ],
};
