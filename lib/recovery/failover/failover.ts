import { API_CALL, alarmTopicArn, type FailoverPlan, type FailoverStop, stateMachineArn } from '../../model';
import {
  again,
  all,
  type Branch,
  type BranchStep,
  call,
  choose,
  type Definition,
  enter,
  failureOf,
  isThere,
  loop,
  machineOf,
  matches,
  not,
  note,
  onError,
  pause,
  type States,
} from './asl';
import { metricData } from './guard';
import { LOCK_HASH, type LockUpdate, lock, lockAt, lockIs, readLock, updateLock } from './lock';
import { page, wayBack, wayOn } from './pager';
import { askResolvers, probe, saysServing } from './probe';

export interface FailoverProps {
  readonly plan: FailoverPlan;
  readonly connectionArn: string;
  /** What is done side by side once the lock has changed hands; each ends with how it went. */
  readonly branches: readonly Branch[];
}

const ASKED = '$.asked.Item';
const CONFIRM = 'confirm';
const VERIFY = 'verify';

/**
 * Leaves the primary region: confirms that it is down, takes the lock, makes the copies of its databases writable, grows the recovery
 * region, waits for users to be led there, and asks from outside whether it serves. It can be begun again at any point: every step
 * looks before it acts, and only one execution can take the lock.
 */
export function failover(props: FailoverProps): Definition {
  const { plan } = props;
  const states: States = {
    ...begin(plan),
    ...confirm(props),
    ...approve(plan),
    ...fence(plan),
    ...takeOver(props),
    ...verify(props),
    ...finish(plan),
    ...stop(plan),
  };
  return machineOf(`Moves ${plan.environment} from ${plan.primary.region} to ${plan.recovery.region}.`, {
    StartAt: 'Begin',
    States: states,
  });
}

/** Where a run begins: at the top, or behind the lock where an earlier one was cut off. */
function begin({ lockTable, primary, recovery }: FailoverPlan): States {
  return {
    Begin: { Type: 'Pass', Parameters: { 'started.$': '$$.Execution.StartTime', 'input.$': '$' }, Next: 'Read the lock' },
    'Read the lock': readLock(lockTable, 'Where to begin?', [onError('Stop: the lock cannot be read')]),
    'Where to begin?': choose(
      [
        [all(lockIs(lock.writer, recovery.region), not(lockIs(lock.phase, 'settled'))), 'Note who holds the lock'],
        [lockIs(lock.writer, recovery.region), 'Nothing to do'],
        [all(lockIs(lock.writer, primary.region), not(lockIs(lock.phase, 'settled'))), 'A failback goes on'],
        // Asked for before, confirmed before: what remains is to take it.
        [all(lockIs(lock.writer, primary.region), lockIs(lock.wanted, recovery.region)), 'Ask for the lock'],
      ],
      enter(CONFIRM),
    ),
    'A failback goes on': {
      Type: 'Fail',
      Error: 'NotReady',
      Cause: `the databases of ${recovery.region} do not follow yet; the runbook of the failback says how to go on`,
    },
    'Note who holds the lock': note('$.taken', { 'Item.$': '$.lock.Item' }, 'Keep users here'),
    'Nothing to do': { Type: 'Succeed', Comment: 'Another execution has done it.' },
  };
}

/** Others must see it, too: Route 53's checkers all over the world, by what two resolvers outside AWS answer. */
function confirm({ plan, connectionArn }: FailoverProps): States {
  const { settings, endpoints, witnessHost, primary, recovery, approval } = plan;
  const confirmed = approval.by === 'person' ? 'Ask a person' : 'Ask for the lock';
  if (endpoints.length === 0) return { [enter(CONFIRM)]: { Type: 'Pass', Comment: 'Nobody outside can tell.', Next: confirmed } };
  return {
    ...loop({
      name: CONFIRM,
      first: 'Is the primary region down?',
      rounds: settings.confirm.attempts,
      pauseSeconds: settings.confirm.pauseSeconds,
      exhausted: 'Is it down from here?',
    }),
    'Is the primary region down?': {
      Type: 'Parallel',
      Comment: 'All are asked at once.',
      Branches: [
        {
          StartAt: 'Look from here',
          States: {
            'Look from here': probe({
              why: 'Confirm',
              connectionArn,
              services: endpoints,
              hostOf: ({ regionalHost }) => regionalHost,
              up: 'It answers',
              down: 'It does not answer',
            }),
            'It answers': { Type: 'Pass', Result: { down: false }, End: true },
            'It does not answer': { Type: 'Pass', Result: { down: true }, End: true },
          },
        },
        {
          StartAt: 'Look at the answers of Route 53',
          States: {
            'Look at the answers of Route 53': askResolvers('Confirm', connectionArn, witnessHost, 'Route 53 was asked'),
            'Route 53 was asked': { Type: 'Succeed' },
          },
        },
      ],
      ResultSelector: { 'down.$': '$[0].down', 'resolvers.$': '$[1].resolvers' },
      ResultPath: '$.seen',
      Next: 'Is it confirmed?',
    },
    'Is it confirmed?': choose(
      [
        [
          all({ Variable: '$.seen.down', BooleanEquals: true }, saysServing(recovery.region, primary.region, '$.seen.resolvers')),
          confirmed,
        ],
      ],
      again(CONFIRM),
    ),
    'Is it down from here?': choose([[{ Variable: '$.seen.down', BooleanEquals: true }, 'Seen by nobody else']], 'Not confirmed'),
    // The alarm on failed executions tells a person, once and not every minute.
    'Seen by nobody else': {
      Type: 'Fail',
      Error: 'Unconfirmed',
      Cause: `${primary.region} does not answer from ${recovery.region}, and ${witnessHost} says that it serves. ${wayOn(plan, 'confirm')}`,
    },
    'Not confirmed': { Type: 'Succeed', Comment: `${witnessHost} or the region itself says that it is up; the detector goes on looking.` },
  };
}

/** A person says yes, where a tier asks for one. */
function approve(plan: FailoverPlan): States {
  const { approval, settings, primary, recovery, environment } = plan;
  if (approval.by !== 'person') return {};
  const command = `aws stepfunctions send-task-success --region ${recovery.region} --task-output true --task-token {}`;
  return {
    'Ask a person': {
      Type: 'Task',
      Resource: 'arn:aws:states:::sns:publish.waitForTaskToken',
      Parameters: {
        TopicArn: alarmTopicArn(recovery),
        Subject: `${environment}: approve the failover to ${recovery.region}?`,
        'Message.$': `States.Format('${primary.region} does not answer. ${wayOn(plan, 'approve')} To fail over to ${recovery.region}: ${command}', $$.Task.Token)`,
      },
      TimeoutSeconds: settings.approvalSeconds,
      ResultPath: null,
      Catch: [onError('Stop: nobody approved')],
      Next: 'Ask for the lock',
    },
    ...stopAs(plan, 'Stop: nobody approved', 'approve', false),
  };
}

/** The lock changes hands when its holder has let go of it, or must have noticed that it lost it. */
function fence(plan: FailoverPlan): States {
  const { settings, lockTable: table, primary, recovery } = plan;
  const [from, to] = [{ S: primary.region }, { S: recovery.region }];
  const half = Math.floor(settings.lease.value / 2);
  const values = { ':primary': from, ':recovery': to };
  return {
    'Ask for the lock': updateLock({
      table,
      comment: 'From here on the primary region cannot renew its lease.',
      update: 'SET wanted = :recovery',
      only: 'writer = :primary AND (attribute_not_exists(wanted) OR wanted = :recovery)',
      values,
      into: '$.asked',
      next: 'Wait for half of the lease',
      refused: 'Who has the lock?',
      failed: 'Stop: the lock cannot be had',
    }),
    'Wait for half of the lease': pause(half, 'Was it released?'),
    'Was it released?': readLock(table, 'May it be taken?', [onError('Wait for the rest of the lease')]),
    'May it be taken?': choose([[isThere(lock.released), 'Take the lock']], 'Wait for the rest of the lease'),
    'Wait for the rest of the lease': pause(settings.lease.value - half, 'Take the lock'),
    'Take the lock': updateLock({
      table,
      comment: 'Released, or not renewed for as long as the lease lasts.',
      update: 'SET writer = :recovery, fenced = :primary, phase = :claimed, renewal = :new, epoch = epoch + :one REMOVE wanted, released',
      only: 'writer = :primary AND wanted = :recovery AND (released = :primary OR renewal = :renewal)',
      values: {
        ...values,
        ':claimed': { S: 'claimed' },
        ':new': { 'S.$': 'States.UUID()' },
        ':one': { N: '1' },
        ':renewal': { 'S.$': lockAt(ASKED).renewal },
      },
      into: '$.taken',
      next: 'Note when it was taken',
      refused: 'Who has the lock?',
      failed: 'Stop: the lock cannot be had',
    }),
    'Note when it was taken': note('$.claimed', { 'at.$': '$$.State.EnteredTime' }, 'Keep users here'),
    'Who has the lock?': readLock(table, 'Was it another execution?', [onError('Stop: the lock cannot be had')]),
    'Was it another execution?': choose([[lockIs(lock.writer, recovery.region), 'Nothing to do']], 'Stop: the lock cannot be had'),
    'Keep users here': call({
      comment: 'The guard of this region says so again and again.',
      action: 'aws-sdk:cloudwatch:putMetricData',
      with: metricData(plan.failedOver, 1),
      budget: API_CALL,
      next: 'Take over',
      catch: [onError('Take over')],
    }),
  };
}

function takeOver({ plan, branches }: FailoverProps): States {
  return {
    'Take over': {
      Type: 'Parallel',
      Branches: branches.map(({ StartAt, States }) => ({ StartAt, States })),
      ResultPath: '$.outcomes',
      Catch: [onError('Stop: taking over')],
      Next: 'In words',
    },
    'In words': note('$.told', { 'outcomes.$': 'States.JsonToString($.outcomes)' }, 'Did anything go wrong?'),
    'Did anything go wrong?': choose([[{ Or: STEPS.map(failed) }, 'Tell what went wrong']], enter(VERIFY)),
    'Tell what went wrong': page({
      plan,
      subject: `${plan.environment}: a step of the failover to ${plan.recovery.region} failed`,
      message: {
        template:
          "States.Format('What came of the steps: {}. The runbook of the failover says what to do at each of them.', $.told.outcomes)",
      },
      runbook: wayOn(plan, 'take over'),
      next: 'May it go on?',
    }),
    // Too few nodes serve some; a database that cannot be written to, or users who are led elsewhere, need a person first.
    'May it go on?': choose([[{ Or: [failed('promote'), failed('switch')] }, 'Stop: taking over']], enter(VERIFY)),
    ...stopAs(plan, 'Stop: taking over', 'take over', true),
  };
}

const STEPS: readonly BranchStep[] = ['promote', 'scale', 'switch'];
const failed = (step: BranchStep) => matches('$.told.outcomes', `*"${failureOf(step)}"*`);

/** Requests from outside, by the names that users know. */
function verify({ plan, connectionArn }: FailoverProps): States {
  const { settings, endpoints } = plan;
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
    ...stopAs(plan, 'Stop: it does not serve', 'verify', true),
  };
}

function finish(plan: FailoverPlan): States {
  const { lockTable: table, recovery, primary, environment } = plan;
  return {
    'Note that it serves': updateLock({
      table,
      comment: 'Nothing fails over again before the hold-down is over.',
      update: 'SET phase = :serving',
      only: 'writer = :recovery',
      values: { ':serving': { S: 'serving' }, ':recovery': { S: recovery.region } },
      next: 'Keep the times',
      refused: 'Nothing to do',
      failed: 'Keep the times',
    }),
    'Keep the times': call({
      comment: 'What a post-mortem and the next proof need: since when, and until when.',
      action: 'dynamodb:putItem',
      with: {
        TableName: table,
        Item: {
          [LOCK_HASH]: { 'S.$': "States.Format('history#{}', $$.Execution.Name)" },
          started: { 'S.$': '$.started' },
          input: { 'S.$': 'States.JsonToString($.input)' },
          served: { 'S.$': '$$.State.EnteredTime' },
          outcomes: { 'S.$': '$.told.outcomes' },
        },
      },
      budget: API_CALL,
      next: 'Tell that it serves',
      catch: [onError('Tell that it serves')],
    }),
    'Tell that it serves': page({
      plan,
      subject: `${environment} serves from ${recovery.region}`,
      message: `${environment} has left ${primary.region} and serves from ${recovery.region}. Going back is planned: see the runbook of the failback.`,
      runbook: wayBack(plan),
      next: 'Settle',
    }),
    Settle: call({
      action: 'states:startExecution',
      with: { StateMachineArn: stateMachineArn(recovery, 'settle'), Input: { 'epoch.$': lockAt('$.taken.Item').epoch } },
      budget: API_CALL,
      next: 'Served',
      catch: [onError('Served')],
    }),
    Served: { Type: 'Succeed' },
  };
}

function stop(plan: FailoverPlan): States {
  return {
    ...stopAs(plan, 'Stop: the lock cannot be read', 'fence', false),
    ...stopAs(plan, 'Stop: the lock cannot be had', 'fence', false),
  };
}

/**
 * A clear end: the lock says so, a person is paged with the step, and the execution fails. Before the lock was taken, the wish for it is
 * withdrawn, so that the primary region may renew its lease; afterwards nothing is undone, since users may have written.
 */
function stopAs(plan: FailoverPlan, state: string, step: FailoverStop, taken: boolean): States {
  const { lockTable: table, recovery, primary, environment } = plan;
  const at = (what: string) => `${what} (${state.replace(/^Stop: /, '')})`;
  const change: Pick<LockUpdate, 'update' | 'only' | 'values'> = taken
    ? {
        update: 'SET phase = :stopped',
        only: 'writer = :recovery',
        values: { ':stopped': { S: 'stopped' }, ':recovery': { S: recovery.region } },
      }
    : {
        update: 'REMOVE wanted, released',
        only: 'writer = :primary AND wanted = :recovery',
        values: { ':primary': { S: primary.region }, ':recovery': { S: recovery.region } },
      };
  return {
    [state]: updateLock({
      table,
      comment: taken ? 'The detector leaves it to a person.' : 'Compensation: the primary region may go on.',
      ...change,
      next: at('Page'),
      refused: at('Page'),
      failed: at('Page'),
    }),
    [at('Page')]: page({
      plan,
      subject: `${environment}: the failover to ${recovery.region} stopped at ${step}`,
      message: {
        template: `States.Format('Execution {} stopped at: ${step}. The runbook of the failover says how to go on from there.', $$.Execution.Name)`,
      },
      runbook: wayOn(plan, step),
      next: at('Stopped'),
    }),
    [at('Stopped')]: { Type: 'Fail', Error: 'Stopped', Cause: `at ${step}; a person was paged` },
  };
}
