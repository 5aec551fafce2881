import { publicEndpoints } from '../monitoring';
import { OBJECTIVE_SERIES } from '../objectives';
import type { Platform } from '../platform';
import { EXPORTERS } from '../series';
import { type Dashboard, dashboardUid, filled, type Panel, within } from './dashboard';

/** Both regions on one page: is the platform well, as users see it, and which region carries it. */
export function overviewDashboard(platform: Platform): Dashboard {
  const promised = platform.clusters.some(({ services }) => services.some(({ objectives }) => objectives));
  const probed = platform.clusters.some((cluster) => publicEndpoints(platform, cluster).length > 0);
  const namespace = `namespace=~"${[...new Set(platform.clusters.map((cluster) => cluster.namespace))].join('|')}"`;
  return {
    uid: dashboardUid(platform, 'overview'),
    title: `${platform.name}: all regions`,
    description:
      'Whether users are served, by which region, and what is left of the promises. Read it with a data source that has every region.',
    tags: [platform.name, 'overview'],
    markers: [],
    rows: filled([
      { title: 'Users', panels: [...(probed ? endpointPanels() : []), firing()] },
      { title: 'Promises', panels: promised ? promisePanels() : [] },
      { title: 'Regions', panels: regionPanels(namespace) },
    ]),
  };
}

const endpointPanels = (): readonly Panel[] => [
  {
    title: 'Public endpoints',
    description:
      'Share of probes of the last five minutes that were answered well, asked through DNS and load balancer as a customer does.',
    kind: 'figure',
    unit: 'percentunit',
    thresholds: [
      { from: Number.NEGATIVE_INFINITY, colour: 'red' },
      { from: 0.9, colour: 'yellow' },
      { from: 1, colour: 'green' },
    ],
    queries: [
      {
        expr: `avg by (service, region) (avg_over_time(${within('probe_success', `job="${EXPORTERS['blackbox-exporter'].job}"`)}[5m]))`,
        legend: '{{service}} from {{region}}',
      },
    ],
  },
  {
    title: 'Answer of public endpoints',
    description: 'How long a probe took, from DNS to the last byte.',
    kind: 'graph',
    unit: 's',
    min: 0,
    queries: [
      {
        expr: `max by (service, region) (${within('probe_duration_seconds', `job="${EXPORTERS['blackbox-exporter'].job}"`)})`,
        legend: '{{service}} from {{region}}',
      },
    ],
  },
];

const firing = (): Panel => ({
  title: 'Alerts that fire',
  none: 'none',
  description: 'By severity and region. Watchdog always fires, and is left out.',
  kind: 'figure',
  unit: 'short',
  thresholds: [
    { from: Number.NEGATIVE_INFINITY, colour: 'green' },
    { from: 1, colour: 'yellow' },
  ],
  queries: [
    {
      expr: `count by (severity, region) (${within('ALERTS', 'alertstate="firing"', 'alertname!="Watchdog"')})`,
      legend: '{{severity}} {{region}}',
    },
  ],
});

const promisePanels = (): readonly Panel[] => [
  {
    title: 'Least error budget left',
    description: 'The services that are nearest to missing an objective. Below zero it is missed.',
    kind: 'graph',
    unit: 'percentunit',
    max: 1,
    queries: [
      {
        expr: `bottomk(5, min by (service, objective, region) (${within(OBJECTIVE_SERIES.budgetLeft)}))`,
        legend: '{{service}} {{objective}} {{region}}',
      },
    ],
  },
  {
    title: 'Requests by region',
    description: 'Requests a second of all services with objectives: who carries the traffic.',
    kind: 'graph',
    unit: 'reqps',
    min: 0,
    queries: [{ expr: `sum by (region) (${within(OBJECTIVE_SERIES.requests, 'objective="availability"')})`, legend: '{{region}}' }],
  },
];

const regionPanels = (namespace: string): readonly Panel[] => [
  {
    title: 'Pods that are ready',
    description: 'Of all services, by region. The region that stands by has its share.',
    kind: 'graph',
    unit: 'short',
    min: 0,
    queries: [{ expr: `sum by (region) (${within('kube_pod_status_ready', namespace, 'condition="true"')})`, legend: '{{region}}' }],
  },
  {
    title: 'Nodes that are ready',
    description: 'Nodes that take pods, by region.',
    kind: 'graph',
    unit: 'short',
    min: 0,
    queries: [
      { expr: `sum by (region) (${within('kube_node_status_condition', 'condition="Ready"', 'status="true"')})`, legend: '{{region}}' },
    ],
  },
  {
    title: 'Targets that do not answer',
    description: 'What cannot be scraped, by region: what is not seen is not known to be well.',
    kind: 'graph',
    unit: 'short',
    min: 0,
    queries: [{ expr: `count by (region) (${within('up')} == 0) or 0 * count by (region) (${within('up')})`, legend: '{{region}}' }],
  },
];
