import type { Cluster, Platform } from '../../platform';
import { EXPORTERS, type Exporter } from '../../series';
import { type Alert, type AlertGroup, group } from '../alert';
import { select } from '../promql';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';
import { LIMITS } from '../thresholds';

/** Whether what other alerts rest on is scraped at all: an alert without series is silent, whatever happens. */
export const exporterAlerts = (scope: AlertScope, platform: Platform, cluster: Cluster, isHome: boolean): AlertGroup =>
  group(
    'exporters',
    needed(platform, cluster, isHome).map((name) => missing(scope, name)),
  );

/** Exporters that the alerts of a cluster rest on. */
function needed({ spec }: Platform, { services }: Cluster, isHome: boolean): readonly Exporter[] {
  const some = (holds: (workload: Cluster['services'][number]['workload']) => boolean) => services.some(({ workload }) => holds(workload));
  return [
    'kube-state-metrics',
    'kubelet',
    'prometheus',
    'alertmanager',
    ...(some(({ secrets }) => secrets.length > 0) ? (['external-secrets'] as const) : []),
    ...(some(({ rollout }) => rollout.strategy !== 'rolling') ? (['argo-rollouts'] as const) : []),
    ...(spec.gitops !== 'flux' && isHome ? (['argocd'] as const) : []),
  ];
}

function missing(scope: AlertScope, exporter: Exporter): Alert {
  const { job, namespace, whatFor } = EXPORTERS[exporter];
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
