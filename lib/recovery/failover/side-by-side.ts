import { type Branch, type BranchStep, choose, failureOf, matches, note, onError, type States } from './asl';

export interface SideBySideProps {
  /** Name of the step; its states bear it. */
  readonly name: string;
  /** What is done at the same time; each ends with how it went. */
  readonly branches: readonly Branch[];
  readonly steps: readonly BranchStep[];
  readonly next: string;
  /** Where to go when one of them failed; `WORDS` says which. */
  readonly failed: string;
}

/** Path of what came of the steps, as text. */
export const WORDS = '$.told.outcomes';

/** Whether a step is among those that failed. */
export const hasFailed = (step: BranchStep) => matches(WORDS, `*"${failureOf(step)}"*`);

/** Steps at the same time. All of them end, also where one fails. */
export function sideBySide({ name, branches, steps, next, failed }: SideBySideProps): States {
  if (branches.length === 0) return { [name]: { Type: 'Pass', Comment: 'There is nothing to do.', Next: next } };
  return {
    [name]: {
      Type: 'Parallel',
      Branches: branches.map(({ StartAt, States }) => ({ StartAt, States })),
      ResultPath: '$.outcomes',
      Catch: [onError(failed)],
      Next: `In words: ${name}`,
    },
    [`In words: ${name}`]: note('$.told', { 'outcomes.$': 'States.JsonToString($.outcomes)' }, `Did it go well?: ${name}`),
    [`Did it go well?: ${name}`]: choose([[{ Or: steps.map(hasFailed) }, failed]], next),
  };
}
