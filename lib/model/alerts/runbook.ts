/** A step for a person at night: why, and the command as it is typed. `$CONTEXT` stands for the cluster. */
export interface RunbookStep {
  readonly what: string;
  readonly run?: string;
}

/** What to do when an alert arrives. */
export interface Runbook {
  /** What it means for customers, in a sentence or two. */
  readonly means: string;
  /** How to see that it is true, and why. */
  readonly confirm: readonly RunbookStep[];
  /** How to end it. */
  readonly mitigate: readonly RunbookStep[];
  /** What the post-mortem has to answer, beside the usual questions. */
  readonly learn: readonly string[];
}

export const step = (what: string, run?: string): RunbookStep => ({ what, ...(run === undefined ? {} : { run }) });

/** kubectl in the cluster that the alert names. */
export const kubectl = (command: string, namespace?: string) =>
  `kubectl --context "$CONTEXT"${namespace === undefined ? '' : ` --namespace ${namespace}`} ${command}`;
