import type { Scaling } from '../../capacity/replicas';
import { figure } from '../../derived';
import type { PlacedService } from '../../platform';
import { type AlertGroup, group } from '../alert';
import { select } from '../promql';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';
import { undoRelease } from '../steps';
import { LIMITS } from '../thresholds';

/** Whether the autoscaler still has room. */
export function scalingAlerts(scope: AlertScope, { workload, throughput }: PlacedService, { floor, ceiling }: Scaling): AlertGroup {
  const { name, namespace } = workload;
  const minutes = LIMITS.atCeilingSeconds / 60;
  return group('scaling', [
    alertIn(scope, {
      name: 'AtReplicaCeiling',
      expr: `${select('kube_horizontalpodautoscaler_status_desired_replicas', { namespace, horizontalpodautoscaler: name })} >= ${ceiling.value}`,
      forSeconds: LIMITS.atCeilingSeconds,
      severity: 'warning',
      summary: `${name} in ${place(scope)}: the autoscaler is at its ceiling`,
      description: `The autoscaler has wanted {{ $value | humanize }} pods for ${minutes} minutes, and may run ${ceiling.value}. The declared load of ${figure(throughput.value)} requests/s needs ${floor.value}.`,
      runbook: {
        means: 'More load than was planned for, or pods that do less than they did: from here on each further request waits.',
        confirm: [
          step('What it runs, and at which utilisation:', kubectl(`get hpa ${name}`, namespace)),
          step('Why the model gives it this ceiling:', `npx holdfast explain ${name}`),
        ],
        mitigate: [
          step(
            'More load is real: raise load.burst, or load.users, of the service in platform.yaml and publish. Until then raise the ceiling by hand; Git takes it back with the next sync:',
            kubectl(`patch hpa ${name} --patch '{"spec":{"maxReplicas":${ceiling.value * 2}}}'`, namespace),
          ),
          undoRelease,
        ],
        learn: ['What did users do that load does not say?', 'Is requestsPerReplica still what a load test measures?'],
      },
    }),
  ]);
}
