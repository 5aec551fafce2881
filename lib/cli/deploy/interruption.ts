import type { ChildProcess } from 'node:child_process';

/** Ctrl+C, what a pipeline sends before it kills, and a terminal that was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface Running {
  readonly child: ChildProcess;
  /** Whether it changes something, so that cutting it off would leave it half done. */
  readonly changes: boolean;
  interrupted: boolean;
}

/**
 * What a signal means for the processes of a run. The first one starts nothing more, ends what only looks, and lets what
 * changes something come to its end. The second one is passed on: Terraform then finishes the resources that it is at, writes
 * its state and gives its lock back. No process ever gets two, since at the second Terraform drops everything.
 */
export class Interruption {
  private readonly running = new Set<Running>();
  private signals = 0;

  /** Whether somebody wants the run to end. */
  get isRequested(): boolean {
    return this.signals > 0;
  }

  /** Minds a process until it ends. */
  watch(child: ChildProcess, { changes }: { readonly changes: boolean }): void {
    const running: Running = { child, changes, interrupted: false };
    this.running.add(running);
    child.once('close', () => this.running.delete(running));
  }

  /** Handles signals while the callback runs. */
  async during<T>(run: () => Promise<T>): Promise<T> {
    const receive = () => this.receive();
    for (const signal of SIGNALS) process.on(signal, receive);
    try {
      return await run();
    } finally {
      for (const signal of SIGNALS) process.off(signal, receive);
    }
  }

  private receive(): void {
    this.signals += 1;
    const isFirst = this.signals === 1;
    const addressed = [...this.running].filter(({ changes, interrupted }) => !interrupted && !(isFirst && changes));
    for (const running of addressed) {
      running.interrupted = true;
      running.child.kill('SIGINT');
    }
    const changing = [...this.running].filter(({ changes }) => changes).length;
    process.stderr.write(`${message(isFirst, changing)}\n`);
  }
}

function message(isFirst: boolean, changing: number): string {
  if (changing === 0) return 'interrupted: nothing more is started';
  const stacks = changing === 1 ? '1 stack is' : `${changing} stacks are`;
  return isFirst
    ? `interrupted: nothing more is started; ${stacks} being changed and will come to an end (interrupt again to end early, state and lock in order)`
    : `interrupted again: ${stacks} told to end after the resources that Terraform is at; please wait`;
}
