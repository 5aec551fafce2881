import { oldestSuccessSeconds } from '../../schedule';
import type { Schedule, Workload } from '../../workload';
import { type Alert, type AlertGroup, group } from '../alert';
import { jobsOf, select } from '../promql';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';
import { onPods, publishAgain, undoRelease } from '../steps';

/** Whether runs of a scheduled workload succeed, and in time. */
export const jobAlerts = (scope: AlertScope, { name, namespace }: Workload, schedule: Schedule): AlertGroup =>
  group('jobs', [failed(scope, namespace, name, jobsOf(name)), late(scope, namespace, name, schedule)]);

/** Whether what runs before a new version succeeds. */
export const migrationAlerts = (scope: AlertScope, { name, namespace }: Workload): AlertGroup =>
  group('migration', [failed(scope, namespace, `${name}-migration`, new RegExp(`${name}-migration.*`))]);

/** A run is gone after a day, and the alert with it. */
const failed = (scope: AlertScope, namespace: string, subject: string, jobs: RegExp): Alert =>
  alertIn(scope, {
    name: 'JobFailed',
    expr: `${select('kube_job_failed', { namespace, job_name: jobs, condition: 'true' })} == 1`,
    forSeconds: 60,
    severity: 'warning',
    summary: `${subject} in ${place(scope)}: {{ $labels.job_name }} failed`,
    description: `The run {{ $labels.job_name }} failed with all of its retries, or took longer than it may.`,
    runbook: {
      means: 'What the run should have done is not done. A migration that fails also stops the release that needs it.',
      confirm: [
        step('When and how it ended:', kubectl('get jobs --sort-by .status.startTime', namespace)),
        onPods({ ...scope, service: subject }, 'What it said:', 'logs --tail 200 --prefix'),
      ],
      mitigate: [
        step('Its cause is gone: run it again.', kubectl(`create job ${subject}-again --from cronjob/${subject}`, namespace)),
        undoRelease,
      ],
      learn: ['Is a run that is repeated after half of it harmless?'],
    },
  });

function late(scope: AlertScope, namespace: string, name: string, schedule: Schedule): Alert {
  const cronjob = { namespace, cronjob: name };
  const oldest = oldestSuccessSeconds(schedule).value;
  const since = (metric: string) => `time() - max by (namespace, cronjob) (${select(metric, cronjob)})`;
  const success = 'kube_cronjob_status_last_successful_time';
  return alertIn(scope, {
    name: 'CronJobLate',
    // One that never succeeded has no time of a success: its age counts then.
    expr: `(\n  ${since(success)}\n    or\n  ${since('kube_cronjob_created')}\n) > ${oldest}`,
    forSeconds: 60,
    severity: 'warning',
    summary: `${name} in ${place(scope)}: no run succeeded in time`,
    description: `The last run of ${name} that succeeded was {{ $value | humanizeDuration }} ago. By its schedule (${schedule.cron}, ${schedule.timeZone}) it is never older than ${oldest} s.`,
    runbook: {
      means: 'The runs fail, hang, are not started, or the CronJob is suspended: their work has not been done for a whole period.',
      confirm: [
        step('Its schedule, whether it is suspended, and its last run:', kubectl(`get cronjob ${name} --output wide`, namespace)),
        step('Its runs:', kubectl('get jobs --sort-by .status.startTime', namespace)),
        step('Why none was started:', kubectl(`describe cronjob ${name}`, namespace)),
      ],
      mitigate: [
        step('Run it now:', kubectl(`create job ${name}-again --from cronjob/${name}`, namespace)),
        publishAgain('It is suspended, or gone: publish again, and sync its folder:'),
      ],
      learn: ['Who depends on its result, and did they notice before the alert?'],
    },
  });
}
