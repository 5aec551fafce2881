import { figure } from '../derived';
import type { RequestSeries } from '../indicators';
import { countsRequests } from '../mesh';
import { OBJECTIVE_SERIES } from '../objectives';
import type { PlacedService, Platform } from '../platform';
import { requestSeriesOf } from '../request-series';
import { type Dashboard, dashboardUid, filled, type Marker, type Panel, RATE, within } from './dashboard';
import { requestPanels } from './requests';

/** Services whose requests are counted in the same series, so that one page serves them all. */
interface Family {
  /** Part of the uid. */
  readonly page: string;
  readonly title: string;
  readonly series?: RequestSeries;
  readonly members: readonly PlacedService[];
}

/** A page for each family of services: requests, objectives, saturation, and when new versions came. */
export const serviceDashboards = (platform: Platform): readonly Dashboard[] => families(platform).map((family) => page(platform, family));

function families(platform: Platform): readonly Family[] {
  const byKey = new Map<string, { series?: RequestSeries; members: Map<string, PlacedService> }>();
  for (const service of platform.clusters.flatMap(({ services }) => services)) {
    const { name, ports } = service.workload;
    const spec = platform.spec.services[name];
    const series = spec && !service.workload.ends ? requestSeriesOf(spec, ports, countsRequests(platform.spec)) : undefined;
    const key = JSON.stringify(series ?? null);
    const family = byKey.get(key) ?? { series, members: new Map() };
    // The serving region comes first, and its figures are those of the whole load.
    if (!family.members.has(name)) family.members.set(name, service);
    byKey.set(key, family);
  }
  return [...byKey.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { series, members }], i) => ({
      page: series === undefined ? 'services' : `services-${i + 1}`,
      title: series === undefined ? 'Services without counted requests' : `Services, requests in ${series.requests}${statusOf(series)}`,
      series,
      members: [...members.values()],
    }));
}

/** Two families of the mesh count in one series and differ in what they call a failure. */
const statusOf = ({ failed }: RequestSeries) => (failed.startsWith('grpc_') ? ' (gRPC)' : ' (HTTP)');

function page(platform: Platform, { page: name, title, series, members }: Family): Dashboard {
  const services = [...new Set(members.map(({ workload }) => workload.name))].sort();
  const namespace = `namespace="${members[0]?.workload.namespace ?? ''}"`;
  const promising = members.filter(({ objectives }) => objectives);
  return {
    uid: dashboardUid(platform, name),
    title: `${platform.name}: ${title}`,
    description: 'Requests, objectives and saturation of one service. Shaded: a new version comes in.',
    tags: [platform.name, 'service'],
    services,
    markers: [...markers(members, namespace)],
    rows: filled([
      series && { title: 'Requests', panels: requestPanels(series, 'region', namespace, 'job="$service"') },
      promising.length > 0 ? { title: 'Objectives', panels: objectivePanels(namespace) } : undefined,
      { title: 'Pods', panels: podPanels(members, namespace) },
      { title: 'Saturation', panels: saturationPanels(members, namespace) },
    ]),
  };
}

/** While fewer pods are of the new version than are wanted, it comes in. */
function* markers(members: readonly PlacedService[], namespace: string): Generator<Marker> {
  const strategies = new Set(members.filter(({ workload }) => !workload.ends).map(({ workload }) => workload.rollout.strategy));
  if (strategies.has('rolling')) {
    const own = [namespace, 'deployment="$service"'];
    yield {
      name: 'New version (Deployment)',
      expr: `${within('kube_deployment_status_replicas_updated', ...own)} < ${within('kube_deployment_spec_replicas', ...own)}`,
      text: 'A new version comes in, pod by pod',
    };
  }
  if (strategies.has('canary') || strategies.has('blueGreen')) {
    const own = [namespace, 'name="$service"'];
    yield {
      name: 'New version (Rollout)',
      expr: `${within('rollout_info_replicas_updated', ...own)} < ${within('rollout_info_replicas_desired', ...own)}`,
      text: 'A new version comes in, and is judged',
    };
  }
}

function objectivePanels(namespace: string): readonly Panel[] {
  const own = [namespace, 'service="$service"'];
  return [
    {
      title: 'Error budget left',
      description:
        'Share of the bad requests that the objective allows in its window and that have not happened yet. Below zero it is missed.',
      kind: 'figure',
      unit: 'percentunit',
      thresholds: [
        { from: Number.NEGATIVE_INFINITY, colour: 'red' },
        { from: 0.1, colour: 'yellow' },
        { from: 0.5, colour: 'green' },
      ],
      queries: [{ expr: `min by (objective) (${within(OBJECTIVE_SERIES.budgetLeft, ...own)})`, legend: '{{objective}}' }],
    },
    {
      title: 'Bad requests of the last hour and the last six',
      description: 'Share of requests that miss the objective. Alerts compare both with what the budget allows.',
      kind: 'graph',
      unit: 'percentunit',
      min: 0,
      queries: [3_600, 21_600].map((seconds) => ({
        expr: `max by (objective) (${within(OBJECTIVE_SERIES.errors(seconds), ...own)})`,
        legend: `{{objective}}, ${seconds / 3_600}h`,
      })),
    },
  ];
}

function podPanels(members: readonly PlacedService[], namespace: string): readonly Panel[] {
  const pods = [namespace, 'pod=~"$service-.+"'];
  const scaled = members.some(({ workload }) => workload.scaling && !workload.singleton);
  const own = [namespace, 'horizontalpodautoscaler="$service"'];
  return [
    {
      title: 'Pods that are ready',
      description: 'Pods that get traffic. Fewer than the autoscaler wants for long is a roll-out that is stuck, or a lack of nodes.',
      kind: 'graph',
      unit: 'short',
      min: 0,
      queries: [
        { expr: `sum by (region) (${within('kube_pod_status_ready', ...pods, 'condition="true"')})`, legend: 'ready {{region}}' },
        ...(scaled
          ? [
              {
                expr: `sum by (region) (${within('kube_horizontalpodautoscaler_status_desired_replicas', ...own)})`,
                legend: 'wanted {{region}}',
              },
              {
                expr: `sum by (region) (${within('kube_horizontalpodautoscaler_spec_max_replicas', ...own)})`,
                legend: 'ceiling {{region}}',
              },
            ]
          : []),
      ],
    },
    {
      title: 'Restarts',
      description: 'Containers that ended and were started again in the last hour. Any at all deserves a look at what the last one said.',
      kind: 'graph',
      unit: 'short',
      min: 0,
      queries: [
        {
          expr: `sum by (region) (increase(${within('kube_pod_container_status_restarts_total', ...pods)}[1h]))`,
          legend: '{{region}}',
        },
      ],
    },
  ];
}

function saturationPanels(members: readonly PlacedService[], namespace: string): readonly Panel[] {
  const own = [namespace, 'pod=~"$service-.+"', 'container="$service"'];
  const targets = [...new Set(members.flatMap(({ workload: { scaling } }) => scaling?.targetCpuPercent ?? []))];
  const [target] = targets;
  const limits = members.some(({ workload }) => workload.resources.limits.cpu);
  return [
    {
      title: 'CPU of what is reserved',
      description: `Share of the requested CPU that pods use. The autoscaler holds ${target === undefined ? 'no target here' : `${figure(target)}%`}.`,
      kind: 'graph',
      unit: 'percentunit',
      min: 0,
      queries: [
        {
          expr: `sum by (region) (rate(${within('container_cpu_usage_seconds_total', ...own)}[${RATE}])) / sum by (region) (${within('kube_pod_container_resource_requests', ...own, 'resource="cpu"')})`,
          legend: '{{region}}',
        },
      ],
    },
    {
      title: 'Memory of what is allowed',
      description: 'The fullest pod, as a share of the limit at which it is killed. A line that only rises is a leak.',
      kind: 'graph',
      unit: 'percentunit',
      min: 0,
      max: 1,
      queries: [
        {
          expr: `max by (region) (${within('container_memory_working_set_bytes', ...own)}) / min by (region) (${within('kube_pod_container_resource_limits', ...own, 'resource="memory"')})`,
          legend: '{{region}}',
        },
      ],
    },
    ...(limits
      ? [
          {
            title: 'Held back at the CPU limit',
            description: 'Share of the periods of 100 ms in which a container had to stop, though it had work. Requests wait meanwhile.',
            kind: 'graph',
            unit: 'percentunit',
            min: 0,
            queries: [
              {
                expr: `sum by (region) (rate(${within('container_cpu_cfs_throttled_periods_total', ...own)}[${RATE}])) / sum by (region) (rate(${within('container_cpu_cfs_periods_total', ...own)}[${RATE}]))`,
                legend: '{{region}}',
              },
            ],
          } as const,
        ]
      : []),
    {
      title: 'Network',
      description: 'Bytes a second that pods receive and send.',
      kind: 'graph',
      unit: 'Bps',
      queries: [
        {
          expr: `sum by (region) (rate(${within('container_network_receive_bytes_total', namespace, 'pod=~"$service-.+"')}[${RATE}]))`,
          legend: 'in {{region}}',
        },
        {
          expr: `sum by (region) (rate(${within('container_network_transmit_bytes_total', namespace, 'pod=~"$service-.+"')}[${RATE}]))`,
          legend: 'out {{region}}',
        },
      ],
    },
  ];
}
