import { ExecutionAbortedError } from 'aws-local-stepfunctions';
import type { StateMachineName } from '../../model';
import type { FailbackFaults } from './faults';
import type { World } from './world';

/** What an execution ends with that somebody killed; AWS counts it as aborted, and not as failed. */
export const ABORTED = new ExecutionAbortedError().message;

export interface LeadBackProps {
  readonly world: World;
  readonly faults: FailbackFaults;
  /** Starts a machine, and says whether the platform has it. */
  readonly start: (name: StateMachineName, ended: (failure: string | undefined) => void) => boolean;
  readonly kill: (name: StateMachineName) => void;
}

/** How often a person looks whether the next step can be taken, in seconds. */
const LOOK = 60;

/** A person who leads users back by the runbook: first the copies, then the change of hands; what was killed is started again. */
export function leadBack({ world, faults, start, kill }: LeadBackProps): void {
  const { plan } = world;
  const later = (seconds: number, action: () => void) => setTimeout(action, seconds * 1000);
  const whenSettled = (action: () => void): void => {
    const { writer, phase } = world.lock;
    const settled = writer?.S === plan.recovery.region && phase?.S === 'settled';
    if (settled && !world.isDark(plan.primary.region)) action();
    else later(LOOK, () => whenSettled(action));
  };
  const fallBack = (): void => {
    for (const at of faults.kills) later(at, () => kill('failback'));
    if (faults.lostAfter !== undefined) later(faults.lostAfter, () => world.loseAgain());
    attempt();
  };
  const attempt = (): void => {
    start('failback', (failure) => {
      if (failure === ABORTED) later(LOOK, attempt);
    });
  };
  const rejoin = (): void => {
    const there = start('rejoin', (failure) => later(LOOK, failure === undefined ? fallBack : rejoin));
    if (!there) fallBack();
  };
  later(faults.from, () => whenSettled(rejoin));
}
