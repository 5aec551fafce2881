import { syncPlan } from '../../gitops';
import { MONITORING_NAMESPACE } from '../../names';
import type { Cluster, Platform } from '../../platform';
import { EXPORTERS, type Exporter } from '../../series';
import { COLLECTORS, NODE_LOGS_NAMESPACE } from '../../telemetry';
import { type Alert, type AlertGroup, group } from '../alert';
import { select } from '../promql';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';
import { LIMITS } from '../thresholds';

/** Whether what other alerts rest on is scraped at all: an alert without series is silent, whatever happens. */
export const exporterAlerts = (scope: AlertScope, platform: Platform, cluster: Cluster): AlertGroup =>
  group(
    'exporters',
    [...exportersOf(platform, cluster).map((name) => ({ name, ...EXPORTERS[name] })), ...collectors(platform)].map((source) =>
      missing(scope, source),
    ),
  );

/** Exporters that the alerts of a cluster rest on. */
export function exportersOf(platform: Platform, cluster: Cluster): readonly Exporter[] {
  const { services } = cluster;
  const some = (holds: (workload: Cluster['services'][number]['workload']) => boolean) => services.some(({ workload }) => holds(workload));
  return [
    'kube-state-metrics',
    'kubelet',
    'node-exporter',
    'prometheus',
    'alertmanager',
    'velero',
    ...(some(({ secrets }) => secrets.length > 0) ? (['external-secrets'] as const) : []),
    ...(some(({ rollout }) => rollout.strategy !== 'rolling') ? (['argo-rollouts'] as const) : []),
    ...(platform.spec.gitops !== 'flux' && syncPlan(platform).home.name === cluster.name ? (['argocd'] as const) : []),
  ];
}

/** What a missing exporter leaves unknown. */
interface Watched {
  readonly name: string;
  readonly job: string;
  readonly namespace: string;
  readonly whatFor: string;
}

/** Collectors tell about themselves whether spans and lines are lost. */
function collectors({ spec: { telemetry } }: Platform): readonly Watched[] {
  const collector = (name: string, namespace: string, whatFor: string) => ({ name, job: name, namespace, whatFor });
  return [
    ...(telemetry.traces
      ? [COLLECTORS.agent, COLLECTORS.gateway].map((name) => collector(name, MONITORING_NAMESPACE, 'traces that are lost'))
      : []),
    ...(telemetry.logs === 'none' ? [] : [collector(COLLECTORS.logs, NODE_LOGS_NAMESPACE, 'logs that are lost')]),
  ];
}

function missing(scope: AlertScope, { name: exporter, job, namespace, whatFor }: Watched): Alert {
  return alertIn(scope, {
    name: 'ExporterMissing',
    expr: `absent(${select('up', { job })} == 1)`,
    forSeconds: LIMITS.scrapeSeconds,
    severity: 'warning',
    labels: { exporter },
    summary: `${place(scope)}: nothing is known from ${exporter}`,
    description: `No target of the job ${job} has answered for ${LIMITS.scrapeSeconds / 60} minutes. Alerts about ${whatFor} are blind.`,
    runbook: {
      means: `Alerts about ${whatFor} cannot fire.`,
      confirm: [
        step('Its pods:', kubectl('get pods --output wide', namespace)),
        step('What is to be scraped:', kubectl('get servicemonitors,podmonitors', 'monitoring')),
      ],
      mitigate: [
        step('It is not installed, or its metrics are switched off: install it as the guide of the cluster says.'),
        step('A network policy refuses Prometheus:', kubectl('get networkpolicies', namespace)),
      ],
      learn: ['What happened unseen meanwhile?'],
    },
  });
}
