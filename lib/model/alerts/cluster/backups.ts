import { formatSeconds } from '../../../spec';
import { clusterBackups, peerOf, type VeleroPlan } from '../../backups';
import { RESTORE_TEST_NAMESPACE, RESTORE_TEST_RESULT, VELERO } from '../../names';
import type { Cluster, Platform } from '../../platform';
import { longestGapSeconds } from '../../schedule';
import { type Alert, type AlertGroup, group } from '../alert';
import { select } from '../promql';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';

/** An alert on what Velero tells is trusted after two scrapes. */
const FOR_SECONDS = 300;
/** Failures in a row of one kind are looked for over the longest gap, and at least this long. */
const LEAST_WINDOW_SECONDS = 3600;

/** Whether the backups of a cluster are there when they are needed: made, whole, and restored for a test. */
export const backupAlerts = (scope: AlertScope, platform: Platform, cluster: Cluster): AlertGroup => {
  const plans = clusterBackups(platform, cluster).filter((plan) => canBeWatched(platform, plan));
  return group('backups', [
    ...plans.map((plan) => tooOld(scope, platform, cluster, plan)),
    ...plans.map((plan) => notWhole(scope, plan)),
    notRestored(scope, platform),
  ]);
};

/** Copies that come less often than the RPO asks for are an error of the platform file, which its own rule names (X02). */
const canBeWatched = ({ spec: { tiers } }: Platform, { gap, duration, alertAfter, continuous, tier }: VeleroPlan) =>
  gap.value + duration.value < alertAfter.value && (continuous !== undefined || alertAfter.value <= (tiers[tier]?.rpo.seconds ?? 0));

const ofSchedule = (metric: string, { name }: VeleroPlan) => select(metric, { schedule: name });
const newest = ({ name }: VeleroPlan) =>
  step(
    'Its backups, the newest last, and how they ended:',
    kubectl(
      `get backups.velero.io --selector velero.io/schedule-name=${name} --sort-by .status.startTimestamp --output custom-columns=NAME:.metadata.name,PHASE:.status.phase,ERRORS:.status.errors,ENDED:.status.completionTimestamp`,
      VELERO.namespace,
    ),
  );
const locations = step('Whether Velero reaches its bucket:', kubectl('get backupstoragelocations.velero.io', VELERO.namespace));
const serverSays = step('What Velero says:', kubectl('logs deployment/velero --since 2h', VELERO.namespace));
const backUpNow = ({ name }: VeleroPlan) =>
  step('Make a backup now:', `velero --kubecontext "$CONTEXT" backup create --from-schedule ${name} --wait`);

/** What a person types when something is lost: the newest good backup of a schedule, into the cluster of the context. */
const restore = ({ subject, name, namespaces, selector }: VeleroPlan, { namespace }: AlertScope) => {
  const chosen = selector
    ? ` --selector ${Object.entries(selector)
        .map(([key, value]) => `${key}=${value}`)
        .join(',')}`
    : '';
  const of = namespaces.includes('*') ? namespace : namespaces.join(',');
  return step(
    `Something is lost${subject.kind === 'database' ? ` of ${subject.name}` : ''}: restore the newest good backup. What is there stays as it is, so remove what is broken first.`,
    `velero --kubecontext "$CONTEXT" restore create --from-schedule ${name} --include-namespaces ${of}${chosen} --restore-volumes=true --wait`,
  );
};

/** The same where the region is gone: the location is read-only there, and knows backups by their own names. */
function restoreElsewhere(platform: Platform, cluster: Cluster, { name }: VeleroPlan) {
  const peer = peerOf(platform, cluster);
  if (!peer) return [];
  const there = `--context ${peer.name} --namespace ${VELERO.namespace}`;
  return [
    step(
      `The region is gone: the cluster ${peer.name} reads the same backups. Find the newest there:`,
      `kubectl ${there} get backups.velero.io --selector velero.io/schedule-name=${name} --sort-by .status.startTimestamp`,
    ),
    step(
      'Restore it there, by its name:',
      `velero --kubecontext ${peer.name} restore create --from-backup <backup> --include-namespaces ${cluster.namespace} --wait`,
    ),
  ];
}

function tooOld(scope: AlertScope, platform: Platform, cluster: Cluster, plan: VeleroPlan): Alert {
  const last = ofSchedule('velero_backup_last_successful_timestamp', plan);
  const limit = formatSeconds(plan.alertAfter.value);
  return alertIn(scope, {
    name: 'VeleroBackupTooOld',
    expr: `time() - max(${last}) > ${plan.alertAfter.value}\n  or\nabsent(${last})`,
    forSeconds: FOR_SECONDS,
    severity: 'critical',
    labels: { schedule: plan.name },
    summary: `${place(scope)}: the last good backup of ${plan.name} is too old`,
    description: `The last good backup of the schedule ${plan.name} is older than ${limit}, or there is none. One is due every ${formatSeconds(plan.gap.value)}.`,
    runbook: {
      means: 'Nothing is lost yet. What is lost now comes back as it was in an older backup than was promised.',
      confirm: [newest(plan), locations, serverSays],
      mitigate: [backUpNow(plan), restore(plan, scope), ...restoreElsewhere(platform, cluster, plan)],
      learn: ['Does a backup take longer than the platform file says (backups.duration)?', 'When was a backup last restored?'],
    },
  });
}

function notWhole(scope: AlertScope, plan: VeleroPlan): Alert {
  const window = `${Math.max(LEAST_WINDOW_SECONDS, plan.gap.value + plan.duration.value)}s`;
  const failed = ['velero_backup_failure_total', 'velero_backup_partial_failure_total', 'velero_backup_validation_failure_total']
    .map((metric) => `sum(increase(${ofSchedule(metric, plan)}[${window}]))`)
    .join(' > 0\n  or\n');
  return alertIn(scope, {
    name: 'VeleroBackupFailed',
    expr: `${failed} > 0`,
    forSeconds: FOR_SECONDS,
    severity: 'warning',
    labels: { schedule: plan.name },
    summary: `${place(scope)}: a backup of ${plan.name} failed, or is not whole`,
    description: `A backup of the schedule ${plan.name} failed within ${window}, as a whole or in part. The next one is due within ${formatSeconds(plan.gap.value)}.`,
    runbook: {
      means: 'The last good backup is still there. When the next one fails too, it gets too old.',
      confirm: [
        newest(plan),
        step('What was wrong with it:', 'velero --kubecontext "$CONTEXT" backup describe <backup> --details'),
        locations,
      ],
      mitigate: [
        step('A hook failed: the database did not write what it holds to its disk.', kubectl('get pods', scope.namespace)),
        backUpNow(plan),
      ],
      learn: ['Was it one volume, or all of them?'],
    },
  });
}

/** A backup that was never restored is a hope. The test runs where the backup would be needed. */
function notRestored(scope: AlertScope, { spec: { backups } }: Platform): Alert {
  const which = { namespace: VELERO.namespace, cronjob: RESTORE_TEST_NAMESPACE };
  const last = select('kube_cronjob_status_last_successful_time', which);
  // A test that never succeeded is as old as its CronJob.
  const created = select('kube_cronjob_created', which);
  // One failed test may be a coincidence, two are none.
  const limit = 2 * longestGapSeconds(backups.restoreTest.cron, backups.timeZone) + backups.restoreTest.timeout.seconds;
  return alertIn(scope, {
    name: 'RestoreNotTested',
    expr: `time() - max(${last} or ${created}) > ${limit}\n  or\nabsent(${created})`,
    forSeconds: FOR_SECONDS,
    severity: 'warning',
    summary: `${place(scope)}: no backup was restored for too long`,
    description: `The last restore test that succeeded is longer ago than ${formatSeconds(limit)}, or there was none.`,
    runbook: {
      means: 'Backups are made, and nobody knows whether they can be restored.',
      confirm: [
        step('Its runs:', kubectl('get cronjobs,jobs', VELERO.namespace)),
        step(
          'What the last one said:',
          kubectl(`logs --selector app.kubernetes.io/name=${RESTORE_TEST_NAMESPACE} --tail 100`, VELERO.namespace),
        ),
        step('What the last good one found:', kubectl(`get configmap ${RESTORE_TEST_RESULT} --output yaml`, VELERO.namespace)),
      ],
      mitigate: [
        step('Run it now:', kubectl(`create job restore-test-now --from cronjob/${RESTORE_TEST_NAMESPACE}`, VELERO.namespace)),
        step('Something of an earlier test was left behind:', kubectl('get all,persistentvolumeclaims', RESTORE_TEST_NAMESPACE)),
      ],
      learn: ['Would the backup of that day have come back?'],
    },
  });
}
