import {
  API_CALL,
  CAUGHT_UP,
  catchesUp,
  caughtUpAlarm,
  type FailbackStop,
  type FailoverPlan,
  LOOK,
  type ManagedDatabase,
} from '../../model';
import { again, all, type Branch, call, choose, type Definition, enter, loop, machineOf, onError, type State, type States } from './asl';
import { copyIn } from './copies';
import { LOCK_HASH, lock, lockIs, readLock, updateLock } from './lock';
import { page, wayBack } from './pager';
import { probe } from './probe';
import { promoteReplica } from './promotion';
import { sideBySide, WORDS } from './side-by-side';
import { switched } from './switch';
import { roundsOf, soon, until } from './until';

export interface FailbackProps {
  readonly plan: FailoverPlan;
  readonly connectionArn: string;
}

const RELEASE = 'release';
const SETTLE = 'settle';
const BEHIND = 'catch up';
const VERIFY = 'verify';
/** Between two signs of life while nothing else is looked at, in seconds; well below a lease. */
const SIGN_PAUSE = 30;
/** Between two looks whether the lease was released, in seconds. */
const RELEASE_PAUSE = 10;

/**
 * Leads an environment back to its primary region, as planned: nothing is lost, because the lock changes hands only when the recovery
 * region has stopped writing and every copy has all that was written. Until then it can be called off; a person who is paged before
 * finds everything as it was. It can be begun again at any point.
 */
export function failback(props: FailbackProps): Definition {
  const { plan } = props;
  const { environment, primary, recovery } = plan;
  return machineOf(`Leads ${environment} back from ${recovery.region} to ${primary.region}.`, {
    StartAt: 'Begin',
    States: {
      ...begin(plan),
      ...ready(plan),
      ...release(plan),
      ...catchUp(plan),
      ...take(plan),
      ...comeBack(props),
      ...verify(props),
      ...finish(plan),
      ...callOff(plan, 'Stop: not released', 'the recovery region did not release its lease'),
      ...callOff(plan, 'Stop: not taken', 'the lock could not be changed'),
    },
  });
}

function begin({ lockTable, primary, recovery }: FailoverPlan): States {
  const own = lockIs(lock.writer, primary.region);
  return {
    Begin: { Type: 'Pass', Parameters: { 'started.$': '$$.Execution.StartTime' }, Next: 'Read the lock' },
    'Read the lock': readLock(lockTable, 'Where to begin?', [onError('Not now')]),
    'Where to begin?': choose(
      [
        // Cut off behind the change of hands, or stopped there.
        [all(own, { Or: [lockIs(lock.phase, 'returning'), lockIs(lock.phase, 'stopped')] }), 'Go on'],
        [own, 'Nothing to do'],
        [all(lockIs(lock.writer, recovery.region), lockIs(lock.phase, 'settled')), 'Are the copies ready?'],
      ],
      'Not now',
    ),
    'Go on': updateLock({
      table: lockTable,
      comment: 'A person has looked at it.',
      update: 'SET phase = :returning',
      only: 'writer = :primary AND (phase = :returning OR phase = :stopped)',
      values: { ':primary': { S: primary.region }, ':returning': { S: 'returning' }, ':stopped': { S: 'stopped' } },
      next: 'Come back',
      refused: 'Not now',
      failed: 'Not now',
    }),
    'Nothing to do': { Type: 'Succeed', Comment: `${primary.region} writes already.` },
    'Not now': { Type: 'Fail', Error: 'NotNow', Cause: `${lockTable} cannot be read, or a failover is not over yet` },
  };
}

/** A look at everything before anything is asked of anybody. */
function ready({ promotions, primary }: FailoverPlan): States {
  const ask = 'Ask for the lock';
  if (promotions.length === 0) return { 'Are the copies ready?': { Type: 'Pass', Comment: 'There are none.', Next: ask } };
  const one = (database: ManagedDatabase): Branch => {
    const { look, follows } = copyIn(primary, database);
    const at = (what: string) => `${what}: ${database.name}`;
    return {
      StartAt: at('Is it ready?'),
      States: {
        [at('Is it ready?')]: call({ ...look, budget: LOOK, into: '$.seen', next: at('Does it follow?'), catch: [] }),
        [at('Does it follow?')]: choose([[follows, at('Ready')]], at('Not ready')),
        [at('Ready')]: { Type: 'Succeed' },
        [at('Not ready')]: { Type: 'Fail', Error: 'NotReady', Cause: `${database.name} does not follow` },
      },
    };
  };
  return {
    'Are the copies ready?': {
      Type: 'Parallel',
      Branches: promotions.map(one),
      ResultPath: null,
      Catch: [onError('A copy is not ready')],
      Next: ask,
    },
    'A copy is not ready': {
      Type: 'Fail',
      Error: 'NotReady',
      Cause: 'a database does not follow; the machine rejoin makes it follow. Nothing was changed',
    },
  };
}

/**
 * Says that the failback goes on: without a sign for as long as a lease, the recovery region takes its lease back, since whoever wanted it
 * is gone. What it says about the lock is kept.
 */
const signOfLife = ({ lockTable, primary, recovery }: FailoverPlan, next: string, failed: string): State =>
  updateLock({
    table: lockTable,
    comment: 'A sign of life.',
    update: 'SET renewal = :renewal',
    only: 'writer = :recovery AND wanted = :primary',
    values: { ':primary': { S: primary.region }, ':recovery': { S: recovery.region }, ':renewal': { 'S.$': 'States.UUID()' } },
    into: '$.lock',
    next,
    refused: 'It was called off',
    failed,
  });

/** The recovery region is asked to stop writing. It is never forced: who still writes would lose it. */
function release(plan: FailoverPlan): States {
  const { lockTable: table, primary, recovery, settings } = plan;
  const values = { ':primary': { S: primary.region }, ':recovery': { S: recovery.region } };
  return {
    'Ask for the lock': updateLock({
      table,
      comment: 'The guard of the recovery region closes its gate, and says so.',
      update: 'SET wanted = :primary',
      only: 'writer = :recovery AND phase = :settled AND (attribute_not_exists(wanted) OR wanted = :primary)',
      values: { ...values, ':settled': { S: 'settled' } },
      next: enter(RELEASE),
      refused: 'Not now',
      failed: 'Stop: not taken',
    }),
    ...loop({
      name: RELEASE,
      first: 'Was it released?',
      rounds: roundsOf(settings.lease.value, RELEASE_PAUSE),
      pauseSeconds: RELEASE_PAUSE,
      exhausted: 'Stop: not released',
    }),
    'Was it released?': signOfLife(plan, 'May it be taken?', again(RELEASE)),
    'It was called off': { Type: 'Fail', Error: 'CalledOff', Cause: `${recovery.region} took its lease back; nothing was changed` },
    'May it be taken?': choose([[lockIs(lock.released, recovery.region), 'Until all is seen']], again(RELEASE)),
  };
}

/**
 * Replicas of RDS have everything once they have replayed something that was committed after the last write: their lag, which is the age of
 * the last commit that they replayed, is less than the time since the gate was closed. A source at rest commits within five minutes (RDS
 * User Guide, monitoring read replication). A cache tells its lag as it is. Other global databases wait by themselves when they are
 * switched over.
 */
function catchUp(plan: FailoverPlan): States {
  const { promotions, primary } = plan;
  const copies = promotions.filter(catchesUp);
  if (copies.length === 0) return { 'Until all is seen': { Type: 'Pass', Comment: 'No copy has to catch up.', Next: 'Take the lock' } };
  const names = copies.map(({ name }) => caughtUpAlarm(primary, name));
  return {
    // What the alarm knows then was measured when the gate had been closed for longer than the lag that it allows.
    'Until all is seen': { Type: 'Pass', Next: enter(SETTLE) },
    ...loop({
      name: SETTLE,
      first: 'Go on settling',
      rounds: roundsOf(CAUGHT_UP.settleSeconds, SIGN_PAUSE),
      pauseSeconds: SIGN_PAUSE,
      exhausted: enter(BEHIND),
    }),
    'Go on settling': signOfLife(plan, again(SETTLE), again(SETTLE)),
    ...loop({
      name: BEHIND,
      first: 'Go on looking',
      rounds: roundsOf(CAUGHT_UP.worstSeconds, CAUGHT_UP.pauseSeconds),
      pauseSeconds: CAUGHT_UP.pauseSeconds,
      exhausted: 'Stop: behind',
    }),
    'Go on looking': signOfLife(plan, 'Look at the alarms', again(BEHIND)),
    'Look at the alarms': call({
      action: 'aws-sdk:cloudwatch:describeAlarms',
      with: { AlarmNames: names, StateValue: 'ALARM' },
      budget: LOOK,
      select: { 'on.$': 'States.ArrayLength($.MetricAlarms)' },
      into: '$.alarms',
      next: 'Have all caught up?',
      catch: [onError(again(BEHIND))],
    }),
    'Have all caught up?': choose([[{ Variable: '$.alarms.on', NumericEquals: names.length }, 'Take the lock']], again(BEHIND)),
    ...callOff(plan, 'Stop: behind', 'a copy did not catch up'),
  };
}

/** From here on the primary region writes, and nothing is called off any more. */
function take({ lockTable: table, primary, recovery }: FailoverPlan): States {
  return {
    'Take the lock': updateLock({
      table,
      comment: 'Only what was released.',
      update: 'SET writer = :primary, fenced = :recovery, phase = :returning, renewal = :new, epoch = epoch + :one REMOVE wanted, released',
      only: 'writer = :recovery AND wanted = :primary AND released = :recovery',
      values: {
        ':primary': { S: primary.region },
        ':recovery': { S: recovery.region },
        ':returning': { S: 'returning' },
        ':new': { 'S.$': 'States.UUID()' },
        ':one': { N: '1' },
      },
      next: 'Come back',
      refused: 'Stop: not taken',
      failed: 'Stop: not taken',
    }),
  };
}

/** Replicas are promoted here; the machine `handback` of the other region switches global databases over, and Route 53 leads users. */
function comeBack({ plan, connectionArn }: FailbackProps): States {
  const { primary, recovery, promotions, limits, settings, environment } = plan;
  const database = (one: ManagedDatabase): Branch => {
    const { look, writes, follows } = copyIn(primary, one);
    const replica = one.product === 'rds';
    return until({
      step: replica ? 'promote' : 'hand over',
      name: one.name,
      aim: { look, done: writes, ...(replica ? { act: { ready: follows, call: promoteReplica(one) } } : {}) },
      ...soon(plan, (limits.promote[one.name] ?? 0) + (replica ? 0 : CAUGHT_UP.handoverSeconds)),
    });
  };
  const users = switched(plan, { to: primary, from: recovery }, connectionArn, limits.switch + settings.guard.longestGap);
  return {
    ...sideBySide({
      name: 'Come back',
      branches: [...promotions.map(database), users],
      steps: ['promote', 'hand over', 'switch'],
      next: enter(VERIFY),
      failed: 'Stop: coming back',
    }),
    ...stopAs(plan, 'Stop: coming back', "States.Format('{} stopped; its history says at which step.', $$.Execution.Name)", {
      subject: `${environment}: the failback to ${primary.region} stopped`,
      stop: 'come back',
    }),
  };
}

function verify({ plan, connectionArn }: FailbackProps): States {
  const { settings, endpoints, environment, primary } = plan;
  if (endpoints.length === 0) return { [enter(VERIFY)]: { Type: 'Pass', Comment: 'Nothing is public.', Next: 'Note that it serves' } };
  return {
    ...loop({
      name: VERIFY,
      first: 'Does it serve?',
      rounds: settings.verify.attempts,
      pauseSeconds: settings.verify.pauseSeconds,
      exhausted: 'Stop: it does not serve',
    }),
    'Does it serve?': probe({
      why: 'Verify',
      connectionArn,
      services: endpoints,
      hostOf: ({ host }) => host,
      up: 'Note that it serves',
      down: again(VERIFY),
    }),
    ...stopAs(plan, 'Stop: it does not serve', "States.Format('{}: requests from outside fail.', $$.Execution.Name)", {
      subject: `${environment}: ${primary.region} does not serve after the failback`,
      stop: 'verify',
    }),
  };
}

function finish(plan: FailoverPlan): States {
  const { lockTable: table, primary, recovery, environment } = plan;
  return {
    'Note that it serves': updateLock({
      table,
      comment: 'The recovery region follows next; until then nothing can fail over.',
      update: 'SET phase = :returned',
      only: 'writer = :primary',
      values: { ':returned': { S: 'returned' }, ':primary': { S: primary.region } },
      next: 'Keep the times',
      refused: 'Nothing to do',
      failed: 'Stop: it was not noted',
    }),
    ...stopAs(plan, 'Stop: it was not noted', "States.Format('{}: the lock cannot be written.', $$.Execution.Name)", {
      subject: `${environment}: the failback to ${primary.region} could not be noted`,
      stop: 'verify',
    }),
    'Keep the times': call({
      action: 'dynamodb:putItem',
      with: {
        TableName: table,
        Item: {
          [LOCK_HASH]: { 'S.$': "States.Format('history#{}', $$.Execution.Name)" },
          started: { 'S.$': '$.started' },
          served: { 'S.$': '$$.State.EnteredTime' },
          outcomes: { 'S.$': WORDS },
        },
      },
      budget: API_CALL,
      next: 'Tell that it serves',
      catch: [onError('Tell that it serves')],
    }),
    'Tell that it serves': page({
      plan,
      cluster: primary,
      subject: `${environment} serves from ${primary.region} again`,
      message: `${environment} serves from ${primary.region} again. Until the databases of ${recovery.region} follow, nothing can fail over; somebody is told when they do.`,
      runbook: wayBack(plan),
      next: 'Served',
    }),
    Served: { Type: 'Succeed' },
  };
}

/** Before the lock was taken: the wish is withdrawn, the recovery region goes on, and a person is told. */
function callOff(plan: FailoverPlan, state: string, why: string): States {
  const { lockTable: table, primary, recovery, environment } = plan;
  const at = (what: string) => `${what} (${state.replace(/^Stop: /, '')})`;
  return {
    [state]: updateLock({
      table,
      comment: 'Compensation: the recovery region may go on.',
      update: 'REMOVE wanted, released',
      only: 'writer = :recovery AND wanted = :primary',
      values: { ':primary': { S: primary.region }, ':recovery': { S: recovery.region } },
      next: at('Page'),
      refused: at('Page'),
      failed: at('Page'),
    }),
    [at('Page')]: page({
      plan,
      cluster: primary,
      subject: `${environment}: the failback to ${primary.region} was called off`,
      message: `${why}. ${environment} goes on in ${recovery.region}.`,
      runbook: wayBack(plan, 'release'),
      next: at('Called off'),
    }),
    [at('Called off')]: { Type: 'Fail', Error: 'CalledOff', Cause: why },
  };
}

/** Behind the change of hands: the lock says that a person is needed, and a person is told. Starting again goes on from there. */
function stopAs(
  plan: FailoverPlan,
  state: string,
  template: string,
  { subject, stop }: { readonly subject: string; readonly stop: FailbackStop },
): States {
  const { lockTable: table, primary } = plan;
  const at = (what: string) => `${what} (${state.replace(/^Stop: /, '')})`;
  return {
    [state]: updateLock({
      table,
      comment: 'Nothing fails over, and nothing is undone, until a person has looked.',
      update: 'SET phase = :stopped',
      only: 'writer = :primary AND phase = :returning',
      values: { ':stopped': { S: 'stopped' }, ':returning': { S: 'returning' }, ':primary': { S: primary.region } },
      next: at('Page'),
      refused: at('Page'),
      failed: at('Page'),
    }),
    [at('Page')]: page({ plan, cluster: primary, subject, message: { template }, runbook: wayBack(plan, stop), next: at('Stopped') }),
    [at('Stopped')]: { Type: 'Fail', Error: 'Stopped', Cause: 'a person was paged' },
  };
}
