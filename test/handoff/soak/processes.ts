import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { ProcessEnv } from './settings';

export type Consumer = 'worker' | 'plain';

/** Consumers in processes of their own; one that is killed is followed by another, as a Deployment would do it. */
export class Processes {
  private readonly children: ChildProcess[] = [];
  private ending = false;

  constructor(
    private readonly consumer: Consumer,
    private readonly env: ProcessEnv,
    count: number,
  ) {
    for (let i = 0; i < count; i++) this.spawnAt(i);
  }

  get count(): number {
    return this.children.length;
  }

  kill(at: number, signal: NodeJS.Signals): void {
    this.children[at]?.kill(signal);
  }

  async stop(): Promise<void> {
    this.ending = true;
    const alive = this.children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    const ended = alive.map((child) => once(child, 'exit'));
    for (const child of alive) child.kill('SIGKILL');
    await Promise.all(ended);
  }

  private spawnAt(at: number): void {
    const child = startConsumer(this.consumer, this.env);
    this.children[at] = child;
    child.once('exit', () => {
      if (!this.ending) this.spawnAt(at);
    });
  }
}

/** One consumer in a process of its own. */
export const startConsumer = (consumer: Consumer, env: ProcessEnv): ChildProcess =>
  spawn(process.execPath, ['--require', 'tsx/cjs', path.join(__dirname, `${consumer}-process.ts`)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
