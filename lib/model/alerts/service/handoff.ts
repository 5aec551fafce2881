import type { Workload } from '../../workload';
import { type AlertGroup, group } from '../alert';
import { select } from '../promql';
import { step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';
import { showLogs, showPods } from '../steps';
import { LIMITS } from '../thresholds';

/** Whether handoffs are worked on. The metrics are those of our own worker. */
export function handoffAlerts(scope: AlertScope, { namespace }: Workload): AlertGroup {
  const at = { namespace };
  const { oldestSeconds, stuckSeconds, lostSeconds } = LIMITS.handoff;
  const status = step('What waits, is worked on and was put aside:', 'npx holdfast handoff status');
  return group('handoff', [
    alertIn(scope, {
      name: 'HandoffsWait',
      expr: `max(${select('holdfast_handoff_oldest_seconds', at)}) > ${oldestSeconds}`,
      forSeconds: stuckSeconds,
      severity: 'warning',
      summary: `${place(scope)}: a handoff has waited {{ $value | humanizeDuration }}`,
      description: `The oldest handoff that nobody has taken has waited {{ $value | humanizeDuration }}; more than ${oldestSeconds / 60} minutes means that no worker comes to it.`,
      runbook: {
        means: 'Releases that were asked for do not happen. What runs is not touched.',
        confirm: [status, showPods(scope), showLogs(scope)],
        mitigate: [
          step(
            'One release at a time goes to an environment: one that waits for health holds up the next. See which, and whether it will get there.',
            'npx holdfast handoff status',
          ),
          step(
            'The key of the queue has another type: the log says so. Look who wrote it, then rename it:',
            'redis-cli RENAME <queue> <queue>-set-aside',
          ),
        ],
        learn: ['Was one slow release in the way of others?'],
      },
    }),
    alertIn(scope, {
      name: 'HandoffsPutAside',
      expr: `max(${select('holdfast_handoff_queue_depth', { ...at, state: 'dead' })}) > 0`,
      forSeconds: 60,
      severity: 'warning',
      summary: `${place(scope)}: {{ $value }} handoffs were put aside`,
      description: '{{ $value }} handoffs could not be worked on with all of their attempts, and nobody has looked at them since.',
      runbook: {
        means: 'A release that was asked for did not happen, and its sender was not told.',
        confirm: [step('Which, and why:', 'npx holdfast handoff dead-letter')],
        mitigate: [
          step('The cause is gone: give them all attempts again.', 'npx holdfast handoff replay <id>'),
          step('It is not to be worked on any more: remove it.', 'npx holdfast handoff dead-letter --remove <id>'),
        ],
        learn: ['Could its sender have known that it would be refused?'],
      },
    }),
    alertIn(scope, {
      name: 'HandoffRedisLost',
      expr: `max(${select('holdfast_handoff_redis_up', at)}) == 0`,
      forSeconds: lostSeconds,
      severity: 'warning',
      summary: `${place(scope)}: no worker reaches Redis`,
      description: 'No worker has reached Redis for minutes: no handoff is taken, and no outcome is told.',
      runbook: {
        means:
          'Handoffs are safe in Redis, and nothing happens to them. A release that was being worked on is finished by the next worker.',
        confirm: [showLogs(scope), step('Whether Redis answers:', 'redis-cli -h <host> ping')],
        mitigate: [
          step('Redis is down: start it, or fail over to its replica. Workers come back by themselves.'),
          step('The password was changed: correct it in the secret store; the pods restart by themselves.'),
        ],
        learn: ['Did Redis come back with everything (appendonly, appendfsync)?'],
      },
    }),
  ]);
}
