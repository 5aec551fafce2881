import type { Workload } from '../../workload';
import { type Alert, type AlertGroup, group } from '../alert';
import { select } from '../promql';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';
import { describePods, showPods, undoRelease } from '../steps';
import { LIMITS } from '../thresholds';

/** Whether a new version comes in: stuck, aborted, or waiting for a person. */
export const rolloutAlerts = (scope: AlertScope, workload: Workload): AlertGroup =>
  group(
    'rollout',
    workload.rollout.strategy === 'rolling' ? [stuck(scope, workload)] : [aborted(scope, workload), waiting(scope, workload)],
  );

const stuck = (scope: AlertScope, { name, namespace }: Workload): Alert =>
  alertIn(scope, {
    name: 'RolloutStuck',
    expr: `${select('kube_deployment_status_condition', { namespace, deployment: name, condition: 'Progressing', status: 'false' })} == 1`,
    forSeconds: LIMITS.rolloutStuckSeconds,
    severity: 'warning',
    summary: `${name} in ${place(scope)}: the new version does not come in`,
    description: `The Deployment ${name} has made no progress for its deadline and ${LIMITS.rolloutStuckSeconds / 60} minutes more; the old version still serves.`,
    runbook: {
      means: 'New pods do not get ready, so that the roll-out stands still between two versions. Customers are served by the old one.',
      confirm: [
        step('How far it is:', kubectl(`rollout status deployment/${name} --timeout 5s`, namespace)),
        showPods(scope),
        describePods(scope, 'What hinders the new pods:'),
      ],
      mitigate: [undoRelease, step('No room: see ReplicasMismatch.')],
      learn: ['Would a test before the release have shown that the new version does not start?'],
    },
  });

const aborted = (scope: AlertScope, { name, namespace }: Workload): Alert =>
  alertIn(scope, {
    name: 'RolloutAborted',
    expr: `${select('rollout_info', { namespace, name, phase: /Degraded|Error|InvalidSpec/ })} == 1`,
    forSeconds: 60,
    severity: 'warning',
    summary: `${name} in ${place(scope)}: the new version was taken back`,
    description: `The Rollout ${name} is {{ $labels.phase }}: its analysis failed, or its pods did not get ready. The old version serves everybody.`,
    runbook: {
      means: 'The gate did its work: the new version was worse than the objectives allow, and gets no traffic. Git still asks for it.',
      confirm: [
        step('Which step ended it, and why:', kubectl(`argo rollouts get rollout ${name}`, namespace)),
        step('What was measured:', kubectl('get analysisruns --sort-by .metadata.creationTimestamp', namespace)),
      ],
      mitigate: [
        undoRelease,
        step(
          'The measurement was wrong and the version is right: try it again.',
          kubectl(`argo rollouts retry rollout ${name}`, namespace),
        ),
      ],
      learn: ['What did the analysis see that no earlier gate saw?'],
    },
  });

/** The pauses that the platform file declares are no reason to ask anybody. */
function waiting(scope: AlertScope, { name, namespace, rollout }: Workload): Alert {
  const declared =
    rollout.strategy === 'canary'
      ? rollout.steps.reduce((sum, { pauseSeconds = 0 }) => sum + pauseSeconds, 0)
      : rollout.strategy === 'blueGreen'
        ? (rollout.autoPromoteSeconds ?? 0)
        : 0;
  const forSeconds = declared + LIMITS.rolloutPausedSeconds;
  return alertIn(scope, {
    name: 'RolloutWaiting',
    expr: `${select('rollout_info', { namespace, name, phase: 'Paused' })} == 1`,
    forSeconds,
    severity: 'warning',
    summary: `${name} in ${place(scope)}: a new version waits for a decision`,
    description: `The Rollout ${name} has been paused for ${Math.round(forSeconds / 60)} minutes, ${Math.round(declared / 60)} of them as declared: somebody has to promote or abort it.`,
    runbook: {
      means:
        'Two versions run side by side, and the next step needs a person. The longer it lasts, the more they differ from what was tested.',
      confirm: [step('Which step it waits at, and what was measured:', kubectl(`argo rollouts get rollout ${name}`, namespace))],
      mitigate: [
        step('It is good: go on.', kubectl(`argo rollouts promote ${name}`, namespace)),
        step('It is not, or nobody knows: back to the old version.', kubectl(`argo rollouts abort ${name}`, namespace)),
      ],
      learn: ['Could the objectives have decided instead of a person?'],
    },
  });
}
