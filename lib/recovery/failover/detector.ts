import { API_CALL, type FailoverPlan, stateMachineArn } from '../../model';
import { all, call, choose, type Definition, isThere, machineOf, note, pause, type State } from './asl';
import { lockAt, lockIs, readLock } from './lock';
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
 * a failover that was cut off: what is wanted or claimed, and nobody works at.
 */
export function detector({ plan, connectionArn }: DetectorProps): Definition {
  const { settings, primary, recovery, endpoints } = plan;
  const { probes, threshold } = settings;
  const look = endpoints.length > 0 ? 'Ask the primary region' : DONE;
  const cutOff = { Or: [lockIs(lock.wanted, recovery.region), all(lockIs(lock.writer, recovery.region), lockIs(lock.phase, 'claimed'))] };
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
