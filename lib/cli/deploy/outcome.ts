/** What a plan would do. */
export interface Changes {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  /** Whether only outputs change. */
  readonly outputsOnly: boolean;
}

/** How it went with one stack. */
export type Outcome =
  | { readonly kind: 'unchanged' }
  /** Planned, and not applied since nobody asked for it. */
  | { readonly kind: 'planned'; readonly changes: Changes; readonly isNew: boolean }
  | { readonly kind: 'applied'; readonly changes: Changes }
  | { readonly kind: 'failed'; readonly during: 'init' | 'plan' | 'apply' | 'migrate'; readonly log: string }
  /** Cannot be planned before another stack has been applied. */
  | { readonly kind: 'waiting'; readonly for: string }
  | { readonly kind: 'notStarted'; readonly because: string };

export type Outcomes = ReadonlyMap<string, Outcome>;

interface PlanJson {
  readonly resource_changes?: readonly { readonly change: { readonly actions: readonly string[] } }[];
  readonly prior_state?: { readonly values?: { readonly root_module?: { readonly resources?: readonly { readonly mode: string }[] } } };
}

/** Reads what `terraform show -json` prints of a plan (Terraform, JSON output format). */
export function readPlan(text: string): { readonly changes: Changes; readonly isNew: boolean } {
  const { resource_changes: resources = [], prior_state: prior } = JSON.parse(text) as PlanJson;
  const count = (action: string) => resources.filter(({ change: { actions } }) => actions.includes(action)).length;
  const changes = { add: count('create'), change: count('update'), destroy: count('delete') };
  const before = prior?.values?.root_module?.resources ?? [];
  return {
    changes: { ...changes, outputsOnly: changes.add + changes.change + changes.destroy === 0 },
    isNew: !before.some(({ mode }) => mode === 'managed'),
  };
}
