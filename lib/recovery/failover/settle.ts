import type { FailoverPlan } from '../../model';
import { type Definition, machineOf, pause } from './asl';
import { updateLock } from './lock';

/** Lets the next failover start once the hold-down is over: a region whose health flaps is left once. */
export function settle({ settings: { holdDownSeconds }, lockTable: table }: FailoverPlan): Definition {
  return machineOf(`Ends the hold-down of ${table} after ${holdDownSeconds} s.`, {
    StartAt: 'Hold down',
    States: {
      'Hold down': pause(holdDownSeconds, 'Settle'),
      Settle: updateLock({
        table,
        comment: 'Only what this hold-down is about.',
        update: 'SET phase = :settled',
        only: 'phase = :serving AND epoch = :epoch',
        values: { ':settled': { S: 'settled' }, ':serving': { S: 'serving' }, ':epoch': { 'N.$': '$.epoch' } },
        next: 'Done',
        refused: 'Done',
        failed: 'Still held down',
      }),
      'Still held down': { Type: 'Fail', Error: 'NotSettled', Cause: `the phase in ${table} could not be written` },
      Done: { Type: 'Succeed' },
    },
  });
}
