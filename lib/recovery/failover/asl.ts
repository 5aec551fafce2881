import { type Attempts, longestPath } from '../../model';

/** A value of the Amazon States Language. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** A state, in the words of the Amazon States Language (states-language.net). */
export type State = JsonObject & { readonly Type: string };
export type States = Readonly<Record<string, State>>;

/** A state machine, or a branch of one. */
export type Branch = { readonly StartAt: string; readonly States: States };
export interface Definition extends Branch {
  readonly Comment: string;
  readonly TimeoutSeconds: number;
}

/** A state machine that ends by itself: its time-out is the longest that its steps can take. */
export const machineOf = (comment: string, machine: Branch): Definition => ({
  Comment: comment,
  TimeoutSeconds: Math.ceil(longestPath(machine).seconds),
  ...machine,
});

/** Where a call goes when it has failed with every attempt; the error is kept at `$.error`. */
export const onError = (next: string, errors: readonly string[] = ['States.ALL']): JsonObject => ({
  ErrorEquals: errors,
  Next: next,
  ResultPath: '$.error',
});

export interface CallProps {
  readonly comment?: string;
  /** What is called, such as `aws-sdk:rds:describeDBInstances`. */
  readonly action: string;
  readonly with: JsonObject;
  readonly budget: Attempts;
  /** What is kept of the answer, by name. Default: all of it. */
  readonly select?: JsonObject;
  /** Where the answer is kept: `$` for instead of everything else. Default: nowhere. */
  readonly into?: string;
  /** The next state; the branch ends where there is none. */
  readonly next?: string;
  readonly catch: readonly JsonObject[];
  /** Errors that another attempt would meet again. Default: none. */
  readonly final?: readonly string[];
}

/** A call with its time-out, its attempts and somewhere to go when all of them fail. */
export function call(props: CallProps): State {
  const { comment, action, budget, select, into, next, final = [] } = props;
  const { timeoutSeconds, attempts, pauseSeconds, backoffRate } = budget;
  const again = { ErrorEquals: ['States.ALL'], IntervalSeconds: pauseSeconds, MaxAttempts: attempts - 1, BackoffRate: backoffRate };
  const retry = [...(final.length > 0 ? [{ ErrorEquals: final, MaxAttempts: 0 }] : []), ...(attempts > 1 ? [again] : [])];
  return {
    Type: 'Task',
    ...(comment === undefined ? {} : { Comment: comment }),
    Resource: `arn:aws:states:::${action}`,
    Parameters: props.with,
    ...(select ? { ResultSelector: select } : {}),
    // Left out, the answer takes the place of all that was known.
    ...(into === '$' ? {} : { ResultPath: into ?? null }),
    TimeoutSeconds: timeoutSeconds,
    ...(retry.length > 0 ? { Retry: retry } : {}),
    ...(props.catch.length > 0 ? { Catch: props.catch } : {}),
    ...(next === undefined ? { End: true } : { Next: next }),
  };
}

export const pause = (seconds: number, next: string): State => ({ Type: 'Wait', Seconds: seconds, Next: next });

/** What is noted down, at a path, before the next state. */
export const note = (into: string, what: JsonObject, next: string): State => ({
  Type: 'Pass',
  Parameters: what,
  ResultPath: into,
  Next: next,
});

/** Steps that are done side by side. */
export type BranchStep = 'promote' | 'scale' | 'switch' | 'tell' | 'follow' | 'hand over';

/** What a branch says that failed, for a machine to look for in the text of all outcomes. */
export const failureOf = (step: BranchStep) => `${step}: failed`;

/** The end of a branch with what came of it. */
export const outcome = (step: BranchStep, subject: string, ok: boolean): State => ({
  Type: 'Pass',
  Parameters: { subject, result: ok ? `${step}: done` : failureOf(step) },
  End: true,
});

export type Condition = JsonObject;

export const choose = (choices: readonly (readonly [condition: Condition, next: string])[], otherwise: string): State => ({
  Type: 'Choice',
  Choices: choices.map(([condition, next]) => ({ ...condition, Next: next })),
  Default: otherwise,
});

export const all = (...conditions: Condition[]): Condition => ({ And: conditions });
export const not = (condition: Condition): Condition => ({ Not: condition });
export const isThere = (path: string): Condition => ({ Variable: path, IsPresent: true });
/** A path that may be missing never equals anything. */
export const equals = (path: string, value: string): Condition => all(isThere(path), { Variable: path, StringEquals: value });
export const matches = (path: string, pattern: string): Condition => ({ Variable: path, StringMatches: pattern });
export const isTrue = (path: string): Condition => all(isThere(path), { Variable: path, BooleanEquals: true });

/** What a loop is allowed; told to people and to the check that adds up the longest path (rule X08). */
const turns = (rounds: number) => `at most ${rounds} rounds`;

export interface LoopProps {
  /** Name of the loop; its states bear it. */
  readonly name: string;
  /** What begins each round. */
  readonly first: string;
  readonly rounds: number;
  readonly pauseSeconds: number;
  /** Where to go when every round was in vain. */
  readonly exhausted: string;
}

/** Path of the counter of a loop; loops come one after the other, or in branches of their own. */
const COUNTER = '$.round.number';

/** Where a loop is entered, and where a round that was in vain goes. */
export const enter = (name: string) => `Begin: ${name}`;
export const again = (name: string) => `Again: ${name}`;

/** A bounded loop: rounds are counted, with a pause between two of them. */
export function loop({ name, first, rounds, pauseSeconds, exhausted }: LoopProps): States {
  const count = `Count: ${name}`;
  const rest = `Pause: ${name}`;
  return {
    [enter(name)]: { Type: 'Pass', Parameters: { number: 1 }, ResultPath: '$.round', Next: first },
    [again(name)]: {
      Type: 'Choice',
      Comment: turns(rounds),
      Choices: [{ Variable: COUNTER, NumericGreaterThanEquals: rounds, Next: exhausted }],
      Default: rest,
    },
    [rest]: pause(pauseSeconds, count),
    [count]: { Type: 'Pass', Parameters: { 'number.$': `States.MathAdd(${COUNTER}, 1)` }, ResultPath: '$.round', Next: first },
  };
}
