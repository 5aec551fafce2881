import { API_CALL, type Cluster, type FailoverPlan } from '../../model';
import {
  again,
  all,
  call,
  choose,
  type Definition,
  enter,
  equals,
  isThere,
  loop,
  machineOf,
  not,
  onError,
  type State,
  type States,
} from './asl';
import { GATE, type Gate, lookAtGate, setGate } from './gate';
import { lock, lockIs, readLock, updateLock } from './lock';

export interface GuardProps {
  readonly plan: FailoverPlan;
  /** The cluster of the region that is guarded. */
  readonly cluster: Cluster;
  readonly gate: Gate;
}

const LOOKS = 'looks';
const DONE = 'Done';

/**
 * Keeps a region to its lease. It renews the lease while the region may write, and closes the gate of its databases when another region
 * wants to write, when the region was left, and when it cannot know: then it may have been left. What wants to take over waits for
 * as long as this needs (`FailoverSettings.lease`).
 */
export function guard({ plan, cluster, gate }: GuardProps): Definition {
  const { settings, lockTable: table } = plan;
  const { guard: looks } = settings;
  const own = cluster.region;
  const writes = lockIs(lock.writer, own);
  const leaves = all(writes, isThere(lock.wanted), not(equals(lock.wanted, own)));
  const told = cluster.role === 'recovery' ? 'Whom do users meet?' : again(LOOKS);
  const skip = [onError(again(LOOKS))];
  const closed = setGate(gate, 'deny', again(LOOKS), skip);
  return machineOf(`Keeps ${own} from writing unless it holds the lease of ${table}.`, {
    StartAt: enter(LOOKS),
    States: {
      ...loop({ name: LOOKS, first: 'Read the lock', rounds: looks.count, pauseSeconds: looks.intervalSeconds, exhausted: DONE }),
      'Read the lock': readLock(table, 'Whose turn is it?', [onError('Close the gate: nothing is known')]),
      'Whose turn is it?': choose(
        [
          [leaves, 'Close the gate: another region wants to write'],
          [writes, 'Renew the lease'],
          [lockIs(lock.fenced, own), 'Close the gate: this region was left'],
        ],
        'Look at the gate',
      ),
      'Renew the lease': updateLock({
        table,
        comment: 'Only while nobody else wants to write.',
        update: 'SET renewal = :renewal',
        only: 'writer = :own AND (attribute_not_exists(wanted) OR wanted = :own)',
        values: { ':own': { S: own }, ':renewal': { 'S.$': 'States.UUID()' } },
        next: 'Look at the gate',
        refused: 'Close the gate: another region wants to write',
        failed: 'Close the gate: nothing is known',
      }),
      'Look at the gate': lookAtGate(gate, 'Is the gate closed?', [onError(told)]),
      'Is the gate closed?': choose([[equals(GATE, 'deny'), 'Open the gate']], told),
      'Open the gate': setGate(gate, 'allow', told, [onError(told)]),
      'Close the gate: nothing is known': closed,
      'Close the gate: another region wants to write': setGate(gate, 'deny', 'Release the lease', skip),
      'Close the gate: this region was left': cluster.role === 'recovery' ? setGate(gate, 'deny', told, skip) : closed,
      'Release the lease': updateLock({
        table,
        comment: 'The gate is closed: who waits need not wait for the lease to lapse.',
        update: 'SET released = :own',
        only: 'writer = :own AND attribute_exists(wanted) AND wanted <> :own',
        values: { ':own': { S: own } },
        next: told,
        refused: again(LOOKS),
        failed: again(LOOKS),
      }),
      ...(cluster.role === 'recovery' ? tellUsers(plan) : {}),
      [DONE]: { Type: 'Succeed' },
    },
  });
}

/** Users are sent where the writer is, again and again, so that nothing that was said once can be lost. */
function tellUsers({ failedOver, recovery }: FailoverPlan): States {
  const publish = (value: number): State =>
    call({
      action: 'aws-sdk:cloudwatch:putMetricData',
      with: metricData(failedOver, value),
      budget: API_CALL,
      next: again(LOOKS),
      catch: [onError(again(LOOKS))],
    });
  return {
    'Whom do users meet?': choose([[lockIs(lock.writer, recovery.region), 'Keep users here']], 'Let users go'),
    'Keep users here': publish(1),
    'Let users go': publish(0),
  };
}

/** One data point of the switch by which users are kept away from the primary region. */
export const metricData = ({ namespace, metric, dimensions }: FailoverPlan['failedOver'], value: number) => ({
  Namespace: namespace,
  MetricData: [
    {
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      Value: value,
    },
  ],
});
