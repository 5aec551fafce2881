import type { Workload } from '../../workload';
import { type AlertGroup, group } from '../alert';
import { select } from '../promql';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';
import { onPods, publishAgain, showPods } from '../steps';
import { LIMITS } from '../thresholds';

/** Whether what a service says of itself arrives: without it objectives and roll-outs are judged by nothing. */
export function scrapeAlerts(scope: AlertScope, { name, namespace, metrics }: Workload): AlertGroup {
  const up = select('up', { namespace, job: name });
  const minutes = LIMITS.scrapeSeconds / 60;
  const answer = metrics
    ? [
        step(
          'Whether a pod answers with metrics:',
          kubectl(`get --raw /api/v1/namespaces/${namespace}/pods/<pod>:${metrics.port.port}/proxy${metrics.path}`),
        ),
      ]
    : [onPods(scope, 'Whether the sidecar runs beside each container:', 'get pods --output wide')];
  const monitors = step('What is to be scraped:', kubectl(`get servicemonitors,podmonitors ${name} --ignore-not-found`, namespace));
  return group('scrape', [
    alertIn(scope, {
      name: 'TargetDown',
      expr: `${up} == 0`,
      forSeconds: LIMITS.scrapeSeconds,
      severity: 'warning',
      summary: `${name} in ${place(scope)}: {{ $labels.instance }} does not answer with metrics`,
      description: `Scrapes of {{ $labels.instance }} have failed for ${minutes} minutes; its requests count in no objective.`,
      runbook: {
        means: 'A pod runs and does not answer to Prometheus. It may serve customers or not: nobody can tell.',
        confirm: [showPods(scope), ...answer],
        mitigate: [
          step('A network policy refuses Prometheus: compare its ports.', kubectl(`describe networkpolicy ${name}`, namespace)),
          step('The pod hangs: end it, another one comes.', kubectl('delete pod <pod>', namespace)),
        ],
        learn: ['Did the readiness probe notice the same?'],
      },
    }),
    alertIn(scope, {
      name: 'ScrapeMissing',
      expr: `absent(${up})`,
      forSeconds: LIMITS.scrapeSeconds,
      severity: 'warning',
      summary: `${name} in ${place(scope)}: Prometheus knows no target of it`,
      description: `Prometheus has had no target of ${name} for ${minutes} minutes, though it must be scraped; its other alerts are blind.`,
      runbook: {
        means: 'The monitor or its Service is gone, or selects nothing. No alert about requests of the service can fire.',
        confirm: [monitors, showPods(scope)],
        mitigate: [publishAgain('Put the monitor back: publish again, and sync its folder:')],
        learn: ['Which change took the monitor away, and why did no rule see it?'],
      },
    }),
  ]);
}
