import { amplifications, milliseconds, type RetryBudget } from '../../model';

/** A call below a service, as `--json` shows it. */
export interface BudgetedCall {
  readonly service: string;
  readonly attempts: number;
  readonly timeoutMs: number;
  readonly perTryMs: number;
  /** Attempts that one request may have become by then. */
  readonly amplification: number;
  /** Where the timeout comes from. */
  readonly because: string;
  readonly calls: readonly BudgetedCall[];
}

/** What a service needs at worst to answer, and the calls below it as a tree; a circle ends where it closes. */
export interface BudgetTree {
  readonly deadlineMs: number;
  readonly limit: number;
  /** The worst product of attempts along any path to the service. */
  readonly amplification: number;
  readonly calls: readonly BudgetedCall[];
}

export function budgetTree(service: string, { calls, deadlines }: RetryBudget, limit: number): BudgetTree {
  const worst = amplifications(calls.map(({ caller, callee, attempts }) => ({ caller, callee, attempts: attempts.value })));
  const below = (caller: string, before: number, path: readonly string[]): BudgetedCall[] =>
    calls
      .filter((call) => call.caller === caller && !path.includes(call.callee))
      .map(({ callee, attempts, timeoutMs, perTryMs }) => ({
        service: callee,
        attempts: attempts.value,
        timeoutMs: timeoutMs.value,
        perTryMs,
        amplification: before * attempts.value,
        because: timeoutMs.because.formula,
        calls: below(callee, before * attempts.value, [...path, callee]),
      }));
  const amplification = worst.get(service)?.attempts ?? 1;
  return { deadlineMs: deadlines.get(service)?.value ?? 0, limit, amplification, calls: below(service, amplification, [service]) };
}

/** The tree as lines of text. */
export function budgetLines({ deadlineMs, limit, amplification, calls }: BudgetTree): string[] {
  const before = amplification > 1 ? `; one request of a user may have become ${amplification} by then` : '';
  return [
    `answers within ${milliseconds(deadlineMs)} at worst${before}`,
    ...(calls.length > 0 ? [`waits for (attempts along any path: at most ${limit}):`, ...branches(calls, '  ')] : []),
  ];
}

const branches = (calls: readonly BudgetedCall[], indent: string): string[] =>
  calls.flatMap((call, i) => {
    const last = i === calls.length - 1;
    const tries = call.attempts > 1 ? `${call.attempts} x ${milliseconds(call.perTryMs)}` : 'once';
    const product = call.amplification > 1 ? `, ${call.amplification} attempts by then` : '';
    return [
      `${indent}${last ? '└─' : '├─'} ${call.service}  ${milliseconds(call.timeoutMs)} (${call.because}; ${tries}${product})`,
      ...branches(call.calls, `${indent}${last ? '   ' : '│  '}`),
    ];
  });
