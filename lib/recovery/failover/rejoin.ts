import type { FailoverPlan } from '../../model';
import { all, choose, type Definition, isThere, machineOf, not, onError } from './asl';
import { follow } from './follow';
import { lock, lockIs, readLock } from './lock';
import { page, wayBack } from './pager';
import { sideBySide } from './side-by-side';

const FAILED = 'Tell that it failed';

/** Lets the databases of the primary region follow the recovery region, which took over from it. Then users can be led back at any time. */
export function rejoin(plan: FailoverPlan): Definition {
  const { environment, primary, recovery, lockTable } = plan;
  const ready = `The databases of ${primary.region} follow those of ${recovery.region}. The failback can be started when it suits.`;
  return machineOf(`Lets the databases of ${environment} in ${primary.region} follow ${recovery.region}.`, {
    StartAt: 'Read the lock',
    States: {
      'Read the lock': readLock(lockTable, 'Who writes?', [onError('The lock cannot be read')]),
      'Who writes?': choose([[lockIs(lock.writer, recovery.region), 'Follow']], 'Nothing to do'),
      'Nothing to do': { Type: 'Succeed', Comment: `${primary.region} writes.` },
      'The lock cannot be read': { Type: 'Fail', Error: 'Unread', Cause: `${lockTable} does not answer` },
      ...sideBySide({
        name: 'Follow',
        branches: plan.promotions.map((database) =>
          follow({
            plan,
            database,
            cluster: primary,
            source: recovery,
            allowed: ({ writer, wanted }) => all(lockIs(writer, recovery.region), not(isThere(wanted))),
          }),
        ),
        steps: ['follow'],
        next: 'Tell that it follows',
        failed: FAILED,
      }),
      'Tell that it follows': page({
        plan,
        cluster: primary,
        subject: `${environment}: ${primary.region} follows ${recovery.region}`,
        message: ready,
        runbook: wayBack(plan),
        next: 'Done',
      }),
      Done: { Type: 'Succeed' },
      [FAILED]: page({
        plan,
        cluster: primary,
        subject: `${environment}: a database of ${primary.region} does not follow`,
        message: {
          template: `States.Format('Execution {} has waited for half a day. The runbook of the failback says what to look at.', $$.Execution.Name)`,
        },
        runbook: wayBack(plan, 'rejoin'),
        next: 'Failed',
      }),
      Failed: { Type: 'Fail', Error: 'Behind', Cause: 'a database does not follow; a person was paged' },
    },
  });
}
