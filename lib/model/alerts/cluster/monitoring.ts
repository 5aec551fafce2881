import { DEAD_MANS_SWITCH_ALERT } from '../../alerting';
import { MONITORING_NAMESPACE } from '../../names';
import { type Alert, type AlertGroup, group } from '../alert';
import { select } from '../promql';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';
import { LIMITS } from '../thresholds';

/** Jobs under which the two servers scrape themselves: the Services that the operator makes. */
const PROMETHEUS = 'prometheus-operated';
const ALERTMANAGER = 'alertmanager-operated';

/** Whether alerting itself works, from the rule to the receiver. */
export const monitoringAlerts = (scope: AlertScope, alertmanagers: number): AlertGroup =>
  group('monitoring', [
    watchdog(scope),
    ruleFailures(scope),
    rulesLate(scope),
    configNotLoaded(scope, 'Prometheus', 'prometheus_config_last_reload_successful', PROMETHEUS),
    configNotLoaded(scope, 'Alertmanager', 'alertmanager_config_last_reload_successful', ALERTMANAGER),
    alertsNotSent(scope),
    notificationsFail(scope),
    alertmanagerMissing(scope, alertmanagers),
  ]);

const own = (metric: string) => select(metric, { job: PROMETHEUS, namespace: MONITORING_NAMESPACE });
const pods = (server: 'prometheus' | 'alertmanager') =>
  step('The servers:', kubectl(`get pods --selector app.kubernetes.io/name=${server} --output wide`, MONITORING_NAMESPACE));
const logs = (server: 'prometheus' | 'alertmanager') =>
  step(
    'What they say:',
    kubectl(`logs --selector app.kubernetes.io/name=${server} --container ${server} --tail 100 --prefix`, MONITORING_NAMESPACE),
  );
const restart = (server: 'prometheus' | 'alertmanager') =>
  step(
    'Restart one after the other:',
    kubectl(`rollout restart statefulset --selector app.kubernetes.io/name=${server}`, MONITORING_NAMESPACE),
  );

const watchdog = (scope: AlertScope): Alert =>
  alertIn(scope, {
    name: DEAD_MANS_SWITCH_ALERT,
    expr: 'vector(1)',
    forSeconds: 0,
    severity: 'info',
    summary: `${place(scope)}: alerting works`,
    description: 'It always fires. When a service outside the platform no longer hears it, alerting is down, and that service alarms.',
    runbook: {
      means:
        'Nothing is wrong while it arrives. When it does not, no other alert of this cluster arrives either: the cluster is unwatched.',
      confirm: [pods('prometheus'), pods('alertmanager'), logs('alertmanager')],
      mitigate: [restart('alertmanager'), restart('prometheus'), step('Neither the cluster nor its API answers: see RegionDown.')],
      learn: ['For how long was the cluster unwatched, and what happened in it meanwhile?'],
    },
  });

const ruleFailures = (scope: AlertScope): Alert =>
  alertIn(scope, {
    name: 'RuleEvaluationFailing',
    expr: `increase(${own('prometheus_rule_evaluation_failures_total')}[5m]) > 0`,
    forSeconds: 300,
    severity: 'warning',
    summary: `${place(scope)}: rules of {{ $labels.rule_group }} cannot be evaluated`,
    description: `{{ $value | humanize }} evaluations of {{ $labels.rule_group }} failed in 5 minutes on {{ $labels.pod }}; its alerts cannot fire.`,
    runbook: {
      means: 'Alerts of the group are blind. Usually two series match where one is expected, or a query needs more memory than is allowed.',
      confirm: [
        logs('prometheus'),
        step(
          'The rules and their errors are at /rules of Prometheus:',
          kubectl('port-forward service/prometheus-operated 9090', MONITORING_NAMESPACE),
        ),
      ],
      mitigate: [
        step('Go back to the release before, when the rule came with one:', 'npx holdfast rollback --environment "$ENVIRONMENT" --push'),
      ],
      learn: ['Why did no test of the rule have these series?'],
    },
  });

const rulesLate = (scope: AlertScope): Alert =>
  alertIn(scope, {
    name: 'RuleEvaluationLate',
    expr: `increase(${own('prometheus_rule_group_iterations_missed_total')}[5m]) > 0`,
    forSeconds: 600,
    severity: 'warning',
    summary: `${place(scope)}: rules of {{ $labels.rule_group }} are not evaluated in time`,
    description: `{{ $value | humanize }} evaluations of {{ $labels.rule_group }} were left out in 5 minutes, since the ones before took too long.`,
    runbook: {
      means: 'Alerts come late, and recorded series have holes. Prometheus has too little CPU for its rules.',
      confirm: [
        step('What the servers use:', kubectl('top pods --selector app.kubernetes.io/name=prometheus --containers', MONITORING_NAMESPACE)),
        logs('prometheus'),
      ],
      mitigate: [
        step(
          'More series than the model assumed: compare prometheus_tsdb_head_series with its figure, find the service that grew, and drop its labels.',
        ),
      ],
      learn: ['Which service brought the series?'],
    },
  });

function configNotLoaded(scope: AlertScope, server: 'Prometheus' | 'Alertmanager', metric: string, job: string): Alert {
  const name = server === 'Prometheus' ? 'prometheus' : 'alertmanager';
  return alertIn(scope, {
    name: `${server}ConfigNotLoaded`,
    expr: `${select(metric, { job, namespace: MONITORING_NAMESPACE })} == 0`,
    forSeconds: 300,
    severity: 'warning',
    summary: `${place(scope)}: {{ $labels.pod }} did not take its configuration`,
    description: `{{ $labels.pod }} has run with an old configuration for 5 minutes, since it refused the new one.`,
    runbook: {
      means: 'What was changed last (rules, monitors, receivers) is not in force, and at its next start the server will not come up.',
      confirm: [logs(name)],
      mitigate: [step('Take back the last change of monitoring:', 'npx holdfast rollback --environment "$ENVIRONMENT" --push')],
      learn: ['Why did promtool or amtool accept it?'],
    },
  });
}

const alertsNotSent = (scope: AlertScope): Alert =>
  alertIn(scope, {
    name: 'AlertsNotSent',
    expr: `increase(${own('prometheus_notifications_dropped_total')}[5m]) > 0\n  or\n${own('prometheus_notifications_alertmanagers_discovered')} == 0`,
    forSeconds: 300,
    severity: 'critical',
    summary: `${place(scope)}: alerts of {{ $labels.pod }} do not reach Alertmanager`,
    description: `{{ $labels.pod }} has dropped alerts, or known no Alertmanager, for 5 minutes.`,
    runbook: {
      means: 'Alerts fire and nobody hears of them. This one came by the other replica, or by the last way that works.',
      confirm: [pods('alertmanager'), logs('prometheus')],
      mitigate: [
        restart('alertmanager'),
        step('A network policy stands between the two:', kubectl('get networkpolicies', MONITORING_NAMESPACE)),
      ],
      learn: ['Which alerts were lost?'],
    },
  });

/** Of each way to tell: a chat that is down must not hide behind mail that works. */
function notificationsFail(scope: AlertScope): Alert {
  const rate = (metric: string) =>
    `sum by (integration) (rate(${select(metric, { job: ALERTMANAGER, namespace: MONITORING_NAMESPACE })}[15m]))`;
  return alertIn(scope, {
    name: 'NotificationsFailing',
    expr: `${rate('alertmanager_notifications_failed_total')}\n  /\n(${rate('alertmanager_notifications_total')} > 0) > ${LIMITS.notificationShare}`,
    forSeconds: 300,
    severity: 'critical',
    summary: `${place(scope)}: nobody can be told by {{ $labels.integration }}`,
    description: `{{ $value | humanizePercentage }} of the notifications by {{ $labels.integration }} fail; the limit is ${LIMITS.notificationShare * 100}%.`,
    runbook: {
      means: 'Whoever is told that way hears nothing. Pages by another way still arrive.',
      confirm: [logs('alertmanager')],
      mitigate: [
        step(
          'Its key was changed or withdrawn: put the new one into the secret store, then ask for it at once:',
          kubectl('annotate externalsecret --all force-sync="$(date +%s)" --overwrite', MONITORING_NAMESPACE),
        ),
      ],
      learn: ['Is there a second way to reach the same people?'],
    },
  });
}

const alertmanagerMissing = (scope: AlertScope, alertmanagers: number): Alert =>
  alertIn(scope, {
    name: 'AlertmanagerMissing',
    expr: `(\n  count(${select('up', { job: ALERTMANAGER, namespace: MONITORING_NAMESPACE })} == 1)\n    or\n  vector(0)\n) < ${alertmanagers}`,
    forSeconds: 900,
    severity: 'warning',
    summary: `${place(scope)}: an Alertmanager is missing`,
    description: `{{ $value | humanize }} of ${alertmanagers} Alertmanagers have answered for 15 minutes.`,
    runbook: {
      means: "While one is left alerts are told. When the last one goes, only the dead man's switch outside says so.",
      confirm: [pods('alertmanager'), logs('alertmanager')],
      mitigate: [restart('alertmanager')],
      learn: ['Were the replicas on nodes of their own?'],
    },
  });
