import { API_CALL, type FailoverPlan, stateMachineArn } from '../../model';
import { all, call, choose, type Definition, isThere, machineOf, note, onError, pause, type State } from './asl';
import { lockAt, lockIs, readLock, updateLock } from './lock';
import { page } from './pager';
import { probe } from './probe';

export interface DetectorProps {
  readonly plan: FailoverPlan;
  readonly connectionArn: string;
}

const DONE = 'Done';
const FAILURES = '$.failures.number';
const PASSES = '$.looks.number';
const lock = lockAt('$.read[0].Item');

/**
 * Asks the primary region from outside, and starts a failover when it does not answer as often in a row as is declared. It also takes up
 * a failover that was cut off: what is wanted or claimed, and nobody works at; it starts this region's part of a failback, once for each
 * time that the lock changes hands; and it calls one off that gives no sign of life for as long as a lease.
 */
export function detector({ plan, connectionArn }: DetectorProps): Definition {
  const { settings, primary, recovery, endpoints } = plan;
  const { probes, threshold } = settings;
  const look = endpoints.length > 0 ? 'Ask the primary region' : DONE;
  const cutOff = { Or: [lockIs(lock.wanted, recovery.region), all(lockIs(lock.writer, recovery.region), lockIs(lock.phase, 'claimed'))] };
  const leaving = all(lockIs(lock.writer, recovery.region), lockIs(lock.wanted, primary.region));
  const handingBack = all(lockIs(lock.writer, primary.region), { Or: [lockIs(lock.phase, 'returning'), lockIs(lock.phase, 'returned')] });
  const ready = all(lockIs(lock.writer, primary.region), lockIs(lock.phase, 'settled'));
  const counted = (into: string, path: string, next: string) => note(into, { 'number.$': `States.MathAdd(${path}, 1)` }, next);
  // Every answer counts as a look, and ends a row of failures that was too short.
  const rounds = (probes.count + 1) * threshold;
  return machineOf(
    `Asks ${primary.region} from outside every ${probes.intervalSeconds} s, and fails over after ${threshold} failures in a row.`,
    {
      StartAt: 'Begin',
      States: {
        Begin: { Type: 'Pass', Parameters: { failures: { number: 0 }, looks: { number: 0 } }, Next: 'Read lock and executions' },
        'Read lock and executions': readBoth(plan),
        'Is there anything to do?': choose(
          [
            [isThere('$.read[1].Executions[0]'), DONE],
            [cutOff, 'Start the failover'],
            [handingBack, 'Start the handback'],
            [leaving, 'Until a lease has passed'],
            [ready, look],
          ],
          DONE,
        ),
        ...(endpoints.length === 0
          ? {}
          : {
              'Ask the primary region': probe({
                why: 'Detect',
                connectionArn,
                services: endpoints,
                hostOf: ({ regionalHost }) => regionalHost,
                up: 'It answers',
                down: 'It does not answer',
              }),
              'It answers': note('$.failures', { number: 0 }, 'Count the look'),
              'Count the look': counted('$.looks', PASSES, 'Another look?'),
              'Another look?': {
                ...choose([[{ Variable: PASSES, NumericGreaterThanEquals: probes.count }, DONE]], 'Until the next look'),
                Comment: `at most ${rounds} rounds`,
              },
              'It does not answer': counted('$.failures', FAILURES, 'Often enough?'),
              'Often enough?': {
                ...choose([[{ Variable: FAILURES, NumericGreaterThanEquals: threshold }, 'Start the failover']], 'Until the next look'),
                Comment: `at most ${rounds} rounds`,
              },
              'Until the next look': pause(probes.intervalSeconds, 'Ask the primary region'),
            }),
        'Start the failover': call({
          action: 'states:startExecution',
          with: {
            StateMachineArn: stateMachineArn(recovery, 'failover'),
            Input: { 'detector.$': '$$.Execution.Id', 'since.$': '$$.Execution.StartTime' },
          },
          budget: API_CALL,
          next: DONE,
          catch: [],
        }),
        'Start the handback': call({
          action: 'states:startExecution',
          with: {
            StateMachineArn: stateMachineArn(recovery, 'handback'),
            // A name is taken once: one that failed is a person's to start again.
            'Name.$': `States.Format('handback-{}', ${lock.epoch})`,
            Input: {},
          },
          budget: API_CALL,
          final: ['Sfn.ExecutionAlreadyExistsException'],
          next: DONE,
          catch: [onError(DONE)],
        }),
        'Until a lease has passed': pause(settings.lease.value, 'Call the failback off'),
        'Call the failback off': updateLock({
          table: plan.lockTable,
          comment: 'Whoever wanted to write is gone; what was released is taken back.',
          update: 'REMOVE wanted, released',
          only: 'writer = :recovery AND wanted = :primary AND renewal = :renewal',
          values: {
            ':primary': { S: primary.region },
            ':recovery': { S: recovery.region },
            ':renewal': { 'S.$': lock.renewal },
          },
          next: 'Tell that it was called off',
          refused: DONE,
          failed: DONE,
        }),
        'Tell that it was called off': page({
          plan,
          subject: `${plan.environment}: the failback to ${primary.region} was called off`,
          message: `Nothing was heard of the failback for ${settings.lease.value} s. ${plan.environment} goes on in ${recovery.region}.`,
          next: DONE,
        }),
        [DONE]: { Type: 'Succeed' },
      },
    },
  );
}

/** Both at once: a failover that goes on is not started again, and nothing is asked twice in a row while a region is down. */
function readBoth({ lockTable, recovery }: FailoverPlan): State {
  return {
    Type: 'Parallel',
    Branches: [
      { StartAt: 'Read the lock', States: { 'Read the lock': readLock(lockTable, undefined, [], '$') } },
      {
        StartAt: 'List the failovers that run',
        States: {
          'List the failovers that run': call({
            action: 'aws-sdk:sfn:listExecutions',
            with: { StateMachineArn: stateMachineArn(recovery, 'failover'), StatusFilter: 'RUNNING', MaxResults: 1 },
            budget: API_CALL,
            into: '$',
            catch: [],
          }),
        },
      },
    ],
    ResultPath: '$.read',
    Next: 'Is there anything to do?',
  };
}
