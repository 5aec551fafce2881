import type { Platform } from '../platform';
import { EXPORTERS } from '../series';
import { type Dashboard, dashboardUid, filled, type Panel, RATE, within } from './dashboard';

/** What all services stand on: nodes, room to grow, what watches them, and whether Git is what runs. */
export function platformDashboard(platform: Platform): Dashboard {
  const namespaces = [...new Set(platform.clusters.map(({ namespace }) => namespace))];
  const namespace = `namespace=~"${namespaces.join('|')}"`;
  return {
    uid: dashboardUid(platform, 'platform'),
    title: `${platform.name}: the clusters`,
    description: 'Nodes, room to grow, synchronisation and monitoring itself.',
    tags: [platform.name, 'platform'],
    markers: [],
    rows: filled([
      { title: 'Nodes', panels: nodePanels() },
      { title: 'Room', panels: roomPanels(namespace) },
      platform.spec.gitops === 'flux' ? { title: 'Git', panels: [flux()] } : { title: 'Git', panels: [argocd()] },
      { title: 'Monitoring', panels: monitoringPanels() },
    ]),
  };
}

const nodePanels = (): readonly Panel[] => [
  {
    title: 'Nodes that are ready',
    description: 'Nodes that take pods. A zone that is lost takes a third of them.',
    kind: 'graph',
    unit: 'short',
    min: 0,
    queries: [
      { expr: `sum by (region) (${within('kube_node_status_condition', 'condition="Ready"', 'status="true"')})`, legend: '{{region}}' },
    ],
  },
  {
    title: 'CPU that is reserved',
    description: 'Requested by pods, as a share of what nodes offer. At one the next pod waits for a node.',
    kind: 'graph',
    unit: 'percentunit',
    min: 0,
    max: 1,
    queries: [
      {
        expr: `sum by (region) (${within('kube_pod_container_resource_requests', 'resource="cpu"')}) / sum by (region) (${within('kube_node_status_allocatable', 'resource="cpu"')})`,
        legend: '{{region}}',
      },
    ],
  },
  {
    title: 'Memory that is reserved',
    description: 'Requested by pods, as a share of what nodes offer.',
    kind: 'graph',
    unit: 'percentunit',
    min: 0,
    max: 1,
    queries: [
      {
        expr: `sum by (region) (${within('kube_pod_container_resource_requests', 'resource="memory"')}) / sum by (region) (${within('kube_node_status_allocatable', 'resource="memory"')})`,
        legend: '{{region}}',
      },
    ],
  },
  {
    title: 'Free disk of nodes',
    description: 'The fullest file system. Below a tenth the kubelet begins to evict pods.',
    kind: 'graph',
    unit: 'percentunit',
    min: 0,
    max: 1,
    queries: [
      {
        expr: `min by (region) (${within('node_filesystem_avail_bytes', 'fstype!~"tmpfs|overlay"')} / ${within('node_filesystem_size_bytes', 'fstype!~"tmpfs|overlay"')})`,
        legend: '{{region}}',
      },
    ],
  },
];

const roomPanels = (namespace: string): readonly Panel[] => [
  {
    title: 'Autoscalers at their ceiling',
    description: 'Services that want as many pods as they may have: more load than was planned for.',
    kind: 'figure',
    unit: 'short',
    thresholds: [
      { from: Number.NEGATIVE_INFINITY, colour: 'green' },
      { from: 1, colour: 'red' },
    ],
    queries: [
      {
        expr: `count(${within('kube_horizontalpodautoscaler_status_desired_replicas', namespace)} >= ${within('kube_horizontalpodautoscaler_spec_max_replicas', namespace)}) or vector(0)`,
        legend: 'at the ceiling',
      },
    ],
  },
  {
    title: 'Quota that is used',
    description: 'Share of the ResourceQuota of the namespace. At one no further pod is admitted.',
    kind: 'graph',
    unit: 'percentunit',
    min: 0,
    max: 1,
    queries: [
      {
        expr: `max by (region, resource) (${within('kube_resourcequota', namespace, 'type="used"')} / ignoring (type) (${within('kube_resourcequota', namespace, 'type="hard"')} > 0))`,
        legend: '{{resource}} {{region}}',
      },
    ],
  },
  {
    title: 'Pods that do not run',
    description: 'Pods that wait, or ended with an error, by phase.',
    kind: 'graph',
    unit: 'short',
    min: 0,
    queries: [
      {
        expr: `sum by (region, phase) (${within('kube_pod_status_phase', namespace, 'phase=~"Pending|Failed|Unknown"')})`,
        legend: '{{phase}} {{region}}',
      },
    ],
  },
];

const argocd = (): Panel => ({
  title: 'Applications by state',
  description: 'What Argo CD says of the rendered folders: whether the cluster is as Git says, and whether it is healthy.',
  kind: 'graph',
  unit: 'short',
  min: 0,
  queries: [{ expr: `sum by (sync_status, health_status) (${within('argocd_app_info')})`, legend: '{{sync_status}}, {{health_status}}' }],
});

const flux = (): Panel => ({
  title: 'Kustomizations by state',
  description: 'What Flux says of the rendered folders: whether the last of Git is applied and healthy.',
  kind: 'graph',
  unit: 'short',
  min: 0,
  queries: [
    {
      expr: `sum by (region, ready) (${within('gotk_resource_info', 'customresource_kind="Kustomization"')})`,
      legend: 'ready {{ready}} {{region}}',
    },
  ],
});

const monitoringPanels = (): readonly Panel[] => [
  {
    title: 'Targets that do not answer',
    description: 'What Prometheus cannot scrape, by job. Alerts about it are blind.',
    kind: 'graph',
    unit: 'short',
    min: 0,
    queries: [{ expr: `count by (region, job) (${within('up')} == 0)`, legend: '{{job}} {{region}}' }],
  },
  {
    title: 'Alerts that fire',
    description: 'By severity. Watchdog always fires, and is left out.',
    kind: 'graph',
    unit: 'short',
    min: 0,
    queries: [
      {
        expr: `count by (severity, region) (${within('ALERTS', 'alertstate="firing"', 'alertname!="Watchdog"')})`,
        legend: '{{severity}} {{region}}',
      },
    ],
  },
  {
    title: 'Series',
    description: 'Series that Prometheus holds in memory. Its size was planned for a number of them.',
    kind: 'graph',
    unit: 'short',
    min: 0,
    queries: [{ expr: `max by (region) (${within('prometheus_tsdb_head_series')})`, legend: '{{region}}' }],
  },
  {
    title: 'Notifications that failed',
    description: 'A second, by way. People are not told.',
    kind: 'graph',
    unit: 'short',
    min: 0,
    queries: [
      {
        expr: `sum by (region, integration) (rate(${within('alertmanager_notifications_failed_total', `job="${EXPORTERS.alertmanager.job}"`)}[${RATE}]))`,
        legend: '{{integration}} {{region}}',
      },
    ],
  },
];
