import { meshSeries } from '../indicators';
import { ISTIO, isAmbient } from '../mesh';
import type { Platform } from '../platform';
import { type Dashboard, dashboardUid, filled, type Panel, RATE, within } from './dashboard';

/** Who calls whom, how well, and whether it is encrypted; undefined without a mesh. */
export function meshDashboard(platform: Platform): Dashboard | undefined {
  if (platform.spec.mesh !== 'istio') return undefined;
  const ambient = isAmbient(platform.spec);
  const reporter = ambient ? 'reporter="waypoint"' : 'reporter="destination"';
  const namespace = `${reporter},namespace=~"${[...new Set(platform.clusters.map((cluster) => cluster.namespace)), ISTIO.gateway.namespace].join('|')}"`;
  return {
    uid: dashboardUid(platform, 'mesh'),
    title: `${platform.name}: the mesh`,
    description: `Calls between services, as ${ambient ? 'the waypoints before' : 'the sidecars of'} the called ones count them.`,
    tags: [platform.name, 'mesh'],
    markers: [],
    rows: filled([
      { title: 'Calls', panels: callPanels(namespace) },
      { title: 'Encryption', panels: [plaintext(namespace)] },
      { title: 'Connections', panels: [connections(namespace)] },
    ]),
  };
}

const { requests, durations, failed } = meshSeries('http');
const grpcFailed = meshSeries('grpc').failed;
const calls = (namespace: string, ...more: readonly string[]) =>
  `sum by (source_workload, destination_workload) (rate(${within(requests, namespace, ...more)}[${RATE}]))`;

const callPanels = (namespace: string): readonly Panel[] => [
  {
    title: 'Calls',
    description: 'Requests a second from caller to callee.',
    kind: 'graph',
    unit: 'reqps',
    min: 0,
    queries: [{ expr: calls(namespace), legend: '{{source_workload}} → {{destination_workload}}' }],
  },
  {
    title: 'Calls that fail',
    description: 'Share of requests that the callee failed. One caller alone: its requests differ, or the way between the two is broken.',
    kind: 'graph',
    unit: 'percentunit',
    min: 0,
    queries: [failed, grpcFailed].map((status, i) => ({
      expr: `${calls(namespace, status)} / ${calls(namespace)}`,
      legend: `{{source_workload}} → {{destination_workload}}${i === 0 ? '' : ' (gRPC)'}`,
    })),
  },
  {
    title: 'Duration of calls',
    description: 'How long 95 of a hundred requests took at most, by callee.',
    kind: 'graph',
    unit: 'ms',
    min: 0,
    queries: [
      {
        expr: `histogram_quantile(0.95, sum by (le, destination_workload) (rate(${within(`${durations}_bucket`, namespace)}[${RATE}])))`,
        legend: '{{destination_workload}}',
      },
    ],
  },
  {
    title: 'Calls across regions',
    description: 'Requests a second that a callee gets from another cluster. Above zero, somebody is not left in the own region.',
    kind: 'graph',
    unit: 'reqps',
    min: 0,
    queries: [
      {
        expr: `sum by (source_cluster, destination_cluster) (rate(${within(requests, namespace, 'source_cluster!="unknown"')}[${RATE}]))`,
        legend: '{{source_cluster}} → {{destination_cluster}}',
      },
    ],
  },
];

const plaintext = (namespace: string): Panel => ({
  title: 'Requests with mutual TLS',
  description: 'Share of requests whose caller showed a certificate. Below one, somebody is outside the mesh.',
  kind: 'graph',
  unit: 'percentunit',
  min: 0,
  max: 1,
  queries: [
    {
      expr: `sum by (region) (rate(${within(requests, namespace, 'connection_security_policy="mutual_tls"')}[${RATE}])) / sum by (region) (rate(${within(requests, namespace)}[${RATE}]))`,
      legend: '{{region}}',
    },
  ],
});

const connections = (namespace: string): Panel => ({
  title: 'New connections',
  description: 'TCP connections a second, by callee. Many for few requests: a pool that is too small, or a client that does not keep them.',
  kind: 'graph',
  unit: 'short',
  min: 0,
  queries: [
    {
      expr: `sum by (destination_workload) (rate(${within('istio_tcp_connections_opened_total', namespace)}[${RATE}]))`,
      legend: '{{destination_workload}}',
    },
  ],
});
