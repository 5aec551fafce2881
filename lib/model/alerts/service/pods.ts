import type { Workload } from '../../workload';
import { type AlertGroup, group } from '../alert';
import { podsOf, select } from '../promql';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';
import { describePods, onPods, publishAgain, showPods, undoRelease } from '../steps';
import { LIMITS } from '../thresholds';

/** Whether the pods of a service run: crashes, readiness, and as many of them as there should be. */
export function podAlerts(scope: AlertScope, { name, namespace, rollout }: Workload): AlertGroup {
  const { restarts, notReadySeconds } = LIMITS;
  const pod = podsOf(name);
  const replicas =
    rollout.strategy === 'rolling'
      ? {
          available: select('kube_deployment_status_replicas_available', { namespace, deployment: name }),
          wanted: select('kube_deployment_spec_replicas', { namespace, deployment: name }),
          kind: 'deployment',
        }
      : {
          available: select('rollout_info_replicas_available', { namespace, name }),
          wanted: select('rollout_info_replicas_desired', { namespace, name }),
          kind: 'rollout',
        };
  return group('pods', [
    alertIn(scope, {
      name: 'PodCrashLooping',
      expr: `increase(${select('kube_pod_container_status_restarts_total', { namespace, pod })}[${restarts.withinSeconds / 60}m]) > ${restarts.count - 0.5}`,
      forSeconds: 60,
      severity: 'warning',
      summary: `${name} in ${place(scope)}: {{ $labels.pod }} starts again and again`,
      description: `The container {{ $labels.container }} of {{ $labels.pod }} started {{ $value | humanize }} times in ${restarts.withinSeconds / 60} minutes; ${restarts.count} are a pattern.`,
      runbook: {
        means:
          'A container ends soon after each start. The pods that still run carry its load; with each further one the service comes nearer to an outage.',
        confirm: [
          showPods(scope, 'Which pods restart, and on which nodes:'),
          onPods(scope, 'What the last run said before it ended:', 'logs --previous --tail 100'),
          describePods(scope, 'Why it ended (OOMKilled, an exit code, a failed probe):'),
        ],
        mitigate: [
          undoRelease,
          step('OOMKilled: raise resources.limits.memory of the service in platform.yaml and publish.'),
          step('A dependency that is not reachable: follow its own alert first; restarts end by themselves.'),
        ],
        learn: [
          'Why did the release pass its gates with a container that does not stay up?',
          'Would a startup probe with more patience have been right?',
        ],
      },
    }),
    alertIn(scope, {
      name: 'PodNotReady',
      expr: `${select('kube_pod_status_ready', { namespace, pod, condition: 'true' })} == 0\n  and on (namespace, pod)\n${select('kube_pod_status_phase', { namespace, pod, phase: /Pending|Running|Unknown/ })} == 1`,
      forSeconds: notReadySeconds,
      severity: 'warning',
      summary: `${name} in ${place(scope)}: {{ $labels.pod }} does not get ready`,
      description: `{{ $labels.pod }} has not been ready for ${notReadySeconds / 60} minutes, so that no request reaches it.`,
      runbook: {
        means: 'A pod exists and takes no requests: it cannot be placed, its image does not come, or its readiness probe fails.',
        confirm: [showPods(scope, 'Its phase and its node:'), describePods(scope, 'What hinders it (events at the end):')],
        mitigate: [
          step('Insufficient cpu or memory: look for room on the nodes:', kubectl('describe nodes')),
          step('A volume, secret or image that is missing: the event names it; publish what lacks.'),
          undoRelease,
        ],
        learn: ['Did the quota, the nodes or the release stand in the way?'],
      },
    }),
    alertIn(scope, {
      name: 'ServiceUnavailable',
      expr: `sum by (namespace) (${replicas.available}) == 0\n  and\nsum by (namespace) (${replicas.wanted}) > 0`,
      forSeconds: 60,
      severity: 'critical',
      summary: `${name} in ${place(scope)}: no pod is available`,
      description: `0 pods of ${name} have been available for 60 s, so that every request to it fails.`,
      runbook: {
        means: 'The service is down in this region: nothing answers its callers.',
        confirm: [
          step('What there is of it:', kubectl(`get ${replicas.kind},pods --selector app.kubernetes.io/name=${name}`, namespace)),
          step('What happened last:', kubectl('get events --sort-by .lastTimestamp', namespace)),
        ],
        mitigate: [undoRelease, step('Nodes are gone: see NodeNotReady and ZoneLost.'), step('The region is gone: see RegionDown.')],
        learn: ['Which single cause took every replica at once, though they are spread over zones?'],
      },
    }),
    alertIn(scope, {
      name: 'ReplicasMismatch',
      expr: `sum by (namespace) (${replicas.wanted})\n  -\nsum by (namespace) (${replicas.available}) > 0`,
      forSeconds: notReadySeconds + 300,
      severity: 'warning',
      summary: `${name} in ${place(scope)}: fewer pods than there should be`,
      description: `{{ $value | humanize }} of the pods of ${name} have not been available for ${(notReadySeconds + 300) / 60} minutes.`,
      runbook: {
        means: 'The service runs with less than the load needs: the loss of a zone may now be felt.',
        confirm: [
          step('How many there are, and how many there should be:', kubectl(`get ${replicas.kind} ${name}`, namespace)),
          showPods(scope, 'Which pods lack:'),
        ],
        mitigate: [
          step(
            'Quota exceeded (the events say so): see QuotaNearlyUsed.',
            kubectl('get events --field-selector reason=FailedCreate', namespace),
          ),
          step('No room on the nodes: raise nodes.max in platform.yaml, then deploy the stack of the cluster.'),
        ],
        learn: ['Did the capacity that the model derived exist when it was needed?'],
      },
    }),
    alertIn(scope, {
      name: 'WorkloadMissing',
      expr: `absent(${replicas.available})`,
      forSeconds: 600,
      severity: 'warning',
      summary: `${name} in ${place(scope)}: nothing is known of its ${replicas.kind}`,
      description: `No series tells of the ${replicas.kind} ${name} for 10 minutes: it was deleted, or what tells of it is down; the other alerts of the service are blind.`,
      runbook: {
        means: 'Either the workload is not there, or nobody can say. Alerts about its pods stay silent in both cases.',
        confirm: [
          step('Whether it exists:', kubectl(`get ${replicas.kind} ${name}`, namespace)),
          step('Whether its exporter runs: see ExporterMissing.'),
        ],
        mitigate: [publishAgain('It does not exist: publish again, and sync its folder:')],
        learn: ['Who could delete it, and why did nothing put it back?'],
      },
    }),
  ]);
}
