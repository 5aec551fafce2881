import { clusterBackups } from '../backups';
import { RESTORE_TEST_NAMESPACE, VELERO } from '../names';
import type { Platform } from '../platform';
import { isStore } from '../stores';
import { type Dashboard, dashboardUid, filled, type Panel, type PanelRow, within } from './dashboard';

/** Whether a failover now would keep its promise: copies, and room in the region that would take over. */
export function recoveryDashboard(platform: Platform, more: readonly PanelRow[] = []): Dashboard | undefined {
  const rows = filled([
    { title: 'Targets', panels: targetPanels(platform) },
    { title: 'Copies', panels: copyPanels(platform) },
    { title: 'Backups of clusters', panels: backupPanels(platform) },
    { title: 'The region that takes over', panels: standbyPanels(platform) },
    ...more,
  ]);
  const recovers = platform.clusters.some(({ role }) => role === 'recovery') || copyPanels(platform).length > 0;
  if (!recovers && more.length === 0) return undefined;
  return {
    uid: dashboardUid(platform, 'recovery'),
    title: `${platform.name}: recovery`,
    description: 'Whether a failover now would keep its promise: age of copies, and room in the region that would take over.',
    tags: [platform.name, 'recovery'],
    markers: [],
    rows,
  };
}

/** Tiers that anything belongs to. */
function targetPanels({ spec }: Platform): readonly Panel[] {
  const used = new Set([...Object.values(spec.services), ...Object.values(spec.databases)].map(({ tier }) => tier));
  const tiers = Object.entries(spec.tiers).filter(([name]) => used.has(name));
  const target = (title: string, description: string, secondsOf: (tier: (typeof tiers)[number][1]) => number): Panel => ({
    title,
    description,
    kind: 'figure',
    unit: 's',
    queries: tiers.map(([name, tier]) => ({ expr: `vector(${secondsOf(tier)})`, legend: `tier ${name}` })),
  });
  return [
    target(
      'Recovery time objective',
      'From the first failed request to service restored, by tier, as the platform file promises it.',
      ({ rto }) => rto.seconds,
    ),
    target(
      'Recovery point objective',
      'The most data, in time, that may be lost, by tier, as the platform file promises it.',
      ({ rpo }) => rpo.seconds,
    ),
  ];
}

/** Age of the archive of each database in pods, against its recovery point. */
function copyPanels({ spec, clusters }: Platform): readonly Panel[] {
  const namespace = `namespace=~"${[...new Set(clusters.map((cluster) => cluster.namespace))].join('|')}"`;
  return Object.entries(spec.databases)
    .filter(([, database]) => isStore(database))
    .map(([database, { tier }]) => {
      const rpo = spec.tiers[tier]?.rpo.seconds ?? 0;
      return {
        title: `Age of the archive of ${database}`,
        description: `Time since a file of its log reached the archive. Its recovery point is ${rpo} s.`,
        kind: 'figure',
        unit: 's',
        thresholds: [
          { from: Number.NEGATIVE_INFINITY, colour: 'green' },
          { from: rpo, colour: 'red' },
        ],
        queries: [
          {
            expr: `max by (region) (${within('pg_stat_archiver_last_archive_age', namespace, `job="${database}"`)})`,
            legend: '{{region}}',
          },
        ],
      } as const;
    });
}

/** Backups of each cluster, by their schedule. */
function backupPanels(platform: Platform): readonly Panel[] {
  const plans = platform.clusters.map((cluster) => ({ cluster, plans: clusterBackups(platform, cluster) }));
  const limit = Math.max(...plans.flatMap((each) => each.plans.map(({ alertAfter }) => alertAfter.value)));
  return [
    {
      title: 'Age of the last good backup',
      description: 'Time since the last backup of Velero that was whole, by schedule. Each has an alert by its own limit.',
      kind: 'figure',
      unit: 's',
      thresholds: [
        { from: Number.NEGATIVE_INFINITY, colour: 'green' },
        { from: limit, colour: 'red' },
      ],
      queries: [
        {
          expr: 'time() - max by (environment, region, schedule) (velero_backup_last_successful_timestamp{schedule!=""})',
          legend: '{{environment}} {{schedule}}',
        },
      ],
    },
    {
      title: 'Age of the last restore test that succeeded',
      description: 'Time since a backup was last restored for a test.',
      kind: 'figure',
      unit: 's',
      queries: [
        {
          expr: `time() - max by (environment, region) (kube_cronjob_status_last_successful_time{namespace="${VELERO.namespace}",cronjob="${RESTORE_TEST_NAMESPACE}"})`,
          legend: '{{environment}} {{region}}',
        },
      ],
    },
  ];
}

/** What stands by, of what the whole load needs. */
function standbyPanels({ clusters }: Platform): readonly Panel[] {
  return clusters
    .filter(({ role }) => role === 'recovery')
    .flatMap(({ environment, region, namespace, services, nodes }): Panel[] => {
      const full = services.reduce((sum, { workload: { scaling } }) => sum + (scaling?.full.value ?? 0), 0);
      return [
        {
          title: `Pods that are ready in ${environment}, ${region}`,
          description: `Share of the ${full} pods that the whole load needs. The rest starts in a failover, if it was planned to.`,
          kind: 'graph',
          unit: 'percentunit',
          min: 0,
          queries: [
            {
              expr: `sum(kube_pod_status_ready{environment=~"${environment}|",region=~"${region}|",namespace="${namespace}",condition="true"}) / ${full}`,
              legend: region,
            },
          ],
        },
        {
          title: `Nodes of ${environment}, ${region}`,
          description: `Nodes that are ready, of the ${nodes.max.value} that the region may grow to.`,
          kind: 'graph',
          unit: 'short',
          min: 0,
          max: nodes.max.value,
          queries: [
            {
              expr: `sum(kube_node_status_condition{environment=~"${environment}|",region=~"${region}|",condition="Ready",status="true"})`,
              legend: region,
            },
          ],
        },
      ];
    });
}
