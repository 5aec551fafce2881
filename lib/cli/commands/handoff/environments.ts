import { fork } from 'node:child_process';
import path from 'node:path';
import { type Environments, type PublishedStep, type RolledBackStep, StepRefused } from '../../../handoff';
import type { Platform } from '../../../model';
import type { StepAnswer, StepAsked } from './step-process';

/** Steps of a release, each in a process of its own. */
export function forkedEnvironments(platform: Platform, repository: string | undefined): Environments {
  return {
    async publish(step, signal) {
      return (await ask({ kind: 'publish', step, repository }, signal)) as unknown as PublishedStep;
    },
    async rollBack(step, signal) {
      return (await ask({ kind: 'roll back', step, repository }, signal)) as unknown as RolledBackStep;
    },
    async includes(environment, commit, synced, signal) {
      return (await ask({ kind: 'includes', environment, commit, synced, repository }, signal)).includes === true;
    },
    rollbackCommand: (environment) =>
      platform.spec.environments[environment] ? `npx holdfast rollback --environment ${environment} --push` : 'npx holdfast rollback',
  };
}

/** A group of its own: a terminal that is interrupted ends the worker, and not a push that has begun. */
function ask(asked: StepAsked, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = fork(path.join(__dirname, 'step-process.ts'), {
      execArgv: ['--require', require.resolve('tsx/cjs')],
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    let answer: StepAnswer | undefined;
    const stop = () => child.kill('SIGTERM');
    signal.addEventListener('abort', stop, { once: true });
    child.once('message', (message) => {
      answer = message as StepAnswer;
    });
    child.once('error', reject);
    child.once('exit', (code, ended) => {
      signal.removeEventListener('abort', stop);
      if (answer && 'done' in answer) resolve(answer.done);
      else if (answer && 'refused' in answer) reject(new StepRefused(answer.refused));
      else reject(new Error(answer?.failed ?? `the ${asked.kind} step ended without an answer (${ended ?? code})`));
    });
    child.send(asked);
  });
}
