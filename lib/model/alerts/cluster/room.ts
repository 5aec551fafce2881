import { MONITORING_NAMESPACE } from '../../names';
import { type Alert, type AlertGroup, group } from '../alert';
import { select } from '../promql';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';
import { LIMITS } from '../thresholds';

/** Whether room runs out: the quota of the namespace, and volumes. */
export const roomAlerts = (scope: AlertScope): AlertGroup => group('room', [quota(scope), filling(scope), almostFull(scope)]);

function quota(scope: AlertScope): Alert {
  const { namespace } = scope;
  const of = (type: string) => select('kube_resourcequota', { namespace, type });
  return alertIn(scope, {
    name: 'QuotaNearlyUsed',
    expr: `${of('used')}\n  / ignoring (type)\n(${of('hard')} > 0) > ${LIMITS.quotaShare}`,
    forSeconds: 900,
    severity: 'warning',
    summary: `${place(scope)}: the quota for {{ $labels.resource }} of ${namespace} is nearly used`,
    description: `{{ $value | humanizePercentage }} of the quota for {{ $labels.resource }} are used. It was sized for every service at its ceiling with a roll-out under way.`,
    runbook: {
      means: 'Beyond the quota no pod is created: autoscalers and roll-outs stop, while what runs goes on.',
      confirm: [
        step('What is used, of how much:', kubectl('describe resourcequota', namespace)),
        step('Which pods there are:', kubectl('get pods --sort-by .metadata.creationTimestamp', namespace)),
      ],
      mitigate: [
        step('Pods that nothing declares: delete what made them.', kubectl('get deployments,jobs --show-labels', namespace)),
        step('More load: raise the ceilings in platform.yaml; the quota follows. Then publish.'),
      ],
      learn: ['What ran there that the platform file does not know?'],
    },
  });
}

/** Volumes of the services, and of what watches them. */
const volumes = (scope: AlertScope, what: string) =>
  `kubelet_volume_stats_${what}_bytes{namespace=~"${scope.namespace}|${MONITORING_NAMESPACE}"}`;
const leftShare = (scope: AlertScope) => `${volumes(scope, 'available')}\n  /\n${volumes(scope, 'capacity')}`;
const grow = (scope: AlertScope) => [
  step('Which volume, how large, and whose:', kubectl('get persistentvolumeclaims --all-namespaces')),
  step(
    'Make it larger; EBS volumes grow while they are used:',
    `kubectl --context "$CONTEXT" --namespace <namespace> patch persistentvolumeclaim <claim> --patch '{"spec":{"resources":{"requests":{"storage":"<size>"}}}}'`,
  ),
  step(`Prometheus in ${place(scope)}: its size follows from series and retention; see prometheus_tsdb_head_series.`),
];

function filling(scope: AlertScope): Alert {
  const { leftShare: share, lookBackSeconds, aheadSeconds } = LIMITS.volume;
  return alertIn(scope, {
    name: 'VolumeFilling',
    expr: `${leftShare(scope)} < ${share}\n  and\npredict_linear(${volumes(scope, 'available')}[${lookBackSeconds / 3600}h], ${aheadSeconds}) < 0`,
    forSeconds: 3600,
    severity: 'warning',
    summary: `${place(scope)}: the volume {{ $labels.persistentvolumeclaim }} will be full within days`,
    description: `{{ $value | humanizePercentage }} of {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} are left. As the last ${lookBackSeconds / 3600} hours went, it is full within ${aheadSeconds / 86_400} days.`,
    runbook: {
      means: 'There is time to act by day. A full volume stops a database, and Prometheus with it every alert.',
      confirm: grow(scope).slice(0, 1),
      mitigate: grow(scope).slice(1),
      learn: ['Was the growth planned for?'],
    },
  });
}

const almostFull = (scope: AlertScope): Alert =>
  alertIn(scope, {
    name: 'VolumeAlmostFull',
    expr: `${leftShare(scope)} < ${LIMITS.volume.almostFullShare}`,
    forSeconds: 60,
    severity: 'critical',
    summary: `${place(scope)}: the volume {{ $labels.persistentvolumeclaim }} is almost full`,
    description: `{{ $value | humanizePercentage }} of {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} are left.`,
    runbook: {
      means: 'What writes to it stops soon.',
      confirm: grow(scope).slice(0, 1),
      mitigate: grow(scope).slice(1),
      learn: ['Why was VolumeFilling not enough?'],
    },
  });
