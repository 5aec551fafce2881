import type { FailoverPlan } from '../../model';
import { LOOK } from '../../model';
import {
  again,
  type Branch,
  type BranchStep,
  type CallProps,
  type Condition,
  call,
  choose,
  enter,
  type JsonObject,
  loop,
  onError,
  outcome,
  type States,
} from './asl';

type Call = Pick<CallProps, 'action' | 'with' | 'select'>;

/** How something is looked at, what it shall come to, and what brings it there. */
export interface Aim {
  readonly look: Call;
  readonly done: Condition;
  /** What can be done about it, and when; undefined where it is only waited for. */
  readonly act?: { readonly ready: Condition; readonly call: Call };
}

export interface UntilProps {
  readonly step: BranchStep;
  /** What it is about; names of states bear it. */
  readonly name: string;
  readonly aim: Aim;
  readonly rounds: number;
  readonly pauseSeconds: number;
  /** What is asked before it acts, in states of its own; they go on to `proceed`, or to the next round. */
  readonly before?: (proceed: string, next: string) => { readonly first: string; readonly states: States };
  /** Errors of the look that lead somewhere else than to the next round. */
  readonly unseen?: readonly JsonObject[];
}

/** Rounds of looks that are apart by so much, so that the longest of them all is covered. */
export const roundsOf = (worstSeconds: number, pauseSeconds: number) => Math.ceil(worstSeconds / pauseSeconds) + 1;

/**
 * Looks, acts where that helps, and looks again until it is done. What was done before is found done, so that it can be begun again at
 * any time. Its outcome says whether it went well; it never ends the branches beside it.
 */
export function until({ step, name, aim, rounds, pauseSeconds, before, unseen = [] }: UntilProps): Branch {
  const { look, done, act } = aim;
  const at = (what: string) => `${what}: ${name}`;
  const asked = act ? before?.(at('Act'), again(name)) : undefined;
  return {
    StartAt: enter(name),
    States: {
      ...loop({ name, first: at('Look'), rounds, pauseSeconds, exhausted: at('Failed') }),
      [at('Look')]: call({ ...look, budget: LOOK, into: '$.seen', next: at('Is it done?'), catch: [...unseen, onError(again(name))] }),
      [at('Is it done?')]: choose([[done, at('Done')], ...(act ? [[act.ready, asked?.first ?? at('Act')] as const] : [])], again(name)),
      ...(asked?.states ?? {}),
      // Whether it took the call is seen at the next look, which is the next attempt, too.
      ...(act ? { [at('Act')]: call({ ...act.call, budget: LOOK, next: again(name), catch: [onError(again(name))] }) } : {}),
      [at('Done')]: outcome(step, name, true),
      [at('Failed')]: outcome(step, name, false),
    },
  };
}

/** Looks that are as far apart as those of a failover. */
export const soon = ({ settings: { pollSeconds } }: FailoverPlan, worstSeconds: number) => ({
  rounds: roundsOf(worstSeconds, pollSeconds),
  pauseSeconds: pollSeconds,
});
