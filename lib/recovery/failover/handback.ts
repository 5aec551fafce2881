import { CAUGHT_UP, databaseArn, type FailoverPlan, type ManagedDatabase } from '../../model';
import { again, all, type Branch, choose, type Definition, enter, loop, machineOf, onError, type States } from './asl';
import { copyIn } from './copies';
import { follow } from './follow';
import { lock, lockIs, readLock, updateLock } from './lock';
import { page, wayBack } from './pager';
import { moveDatastore } from './promotion';
import { sideBySide } from './side-by-side';
import { roundsOf, soon, until } from './until';

export interface HandbackProps {
  readonly plan: FailoverPlan;
  /** Id of the Global Datastore of a database. */
  readonly datastoreId: (database: string) => string;
}

const RETURN = 'return';
/** How long users may take to be led back, and how often that is looked at, in seconds. */
const RETURNING = { worstSeconds: 1800, pauseSeconds: 30 } as const;

/**
 * The part of a failback that only the region which is left can do: it switches global databases over, which loses nothing, and lets its
 * own servers follow once the primary region serves. Then the environment can fail over again. The detector starts it.
 */
export function handback(props: HandbackProps): Definition {
  const { plan } = props;
  const { environment, primary, recovery, lockTable } = plan;
  return machineOf(`Hands the databases of ${environment} back to ${primary.region}, and follows it.`, {
    StartAt: 'Read the lock',
    States: {
      'Read the lock': readLock(lockTable, 'Who writes?', [onError('The lock cannot be read')]),
      'Who writes?': choose(
        [
          [
            all(lockIs(lock.writer, primary.region), { Or: [lockIs(lock.phase, 'returning'), lockIs(lock.phase, 'returned')] }),
            'Hand over',
          ],
        ],
        'Nothing to do',
      ),
      'Nothing to do': { Type: 'Succeed', Comment: 'No failback goes on.' },
      'The lock cannot be read': { Type: 'Fail', Error: 'Unread', Cause: `${lockTable} does not answer` },
      ...handOver(props),
      ...loop({
        name: RETURN,
        first: 'Look at the lock',
        rounds: roundsOf(RETURNING.worstSeconds, RETURNING.pauseSeconds),
        pauseSeconds: RETURNING.pauseSeconds,
        exhausted: 'Tell that it failed',
      }),
      'Look at the lock': readLock(lockTable, 'Does it serve there?', [onError(again(RETURN))]),
      'Does it serve there?': choose([[all(lockIs(lock.writer, primary.region), lockIs(lock.phase, 'returned')), 'Follow']], again(RETURN)),
      ...sideBySide({
        name: 'Follow',
        branches: plan.promotions.map((database) =>
          follow({
            plan,
            database,
            cluster: recovery,
            source: primary,
            allowed: ({ writer, phase }) => all(lockIs(writer, primary.region), lockIs(phase, 'returned')),
          }),
        ),
        steps: ['follow'],
        next: 'Note that it follows',
        failed: 'Tell that it failed',
      }),
      'Note that it follows': updateLock({
        table: lockTable,
        comment: 'From here on the environment can fail over again.',
        update: 'SET phase = :settled REMOVE fenced',
        only: 'writer = :primary AND phase = :returned',
        values: { ':primary': { S: primary.region }, ':returned': { S: 'returned' }, ':settled': { S: 'settled' } },
        next: 'Tell that it follows',
        refused: 'Tell that it failed',
        failed: 'Tell that it failed',
      }),
      'Tell that it follows': page({
        plan,
        subject: `${environment} can fail over again`,
        message: `The databases of ${recovery.region} follow those of ${primary.region}. The failback is complete.`,
        runbook: wayBack(plan),
        next: 'Done',
      }),
      Done: { Type: 'Succeed' },
      'Tell that it failed': page({
        plan,
        subject: `${environment}: the failback is not complete in ${recovery.region}`,
        message: {
          template: `States.Format('Execution {} stopped. Until it is done, nothing can fail over; start it again once the cause is mended.', $$.Execution.Name)`,
        },
        runbook: wayBack(plan, 'hand back'),
        next: 'Failed',
      }),
      Failed: { Type: 'Fail', Error: 'Incomplete', Cause: 'a person was paged' },
    },
  });
}

/** Global databases are switched over from the region that they leave (API references of SwitchoverGlobalCluster). */
function handOver({ plan, datastoreId }: HandbackProps): States {
  const { primary, recovery, promotions, limits } = plan;
  const branch = (database: ManagedDatabase): Branch => {
    const { product, server, name } = database;
    const { look, writes, follows } = copyIn(recovery, database);
    const call =
      product === 'elasticache'
        ? moveDatastore(datastoreId(name), primary.region, server)
        : {
            action: `aws-sdk:${product === 'documentdb' ? 'docdb' : 'rds'}:switchoverGlobalCluster`,
            with: { GlobalClusterIdentifier: server, TargetDbClusterIdentifier: databaseArn('cluster', primary, server) },
          };
    return until({
      step: 'hand over',
      name: `${name} to ${primary.region}`,
      aim: { look, done: follows, act: { ready: writes, call } },
      ...soon(plan, (limits.promote[name] ?? 0) + CAUGHT_UP.handoverSeconds),
    });
  };
  return sideBySide({
    name: 'Hand over',
    branches: promotions.filter(({ product }) => product !== 'rds').map(branch),
    steps: ['hand over'],
    next: enter(RETURN),
    failed: 'Tell that it failed',
  });
}
