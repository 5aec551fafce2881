import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from './platforms';

/** How a command ended, and what it printed. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a node program of the project as a user would, in the project's root. */
export function node(args: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', CHECKPOINT_DISABLE: '1', ...env },
  });
  return { status, stdout, stderr };
}

export const holdfast = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => node(['lib/cli/holdfast.cjs', ...args], env);

/** A folder that exists while the callback runs. */
export function inTemporaryFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files below a folder, sorted, relative to it. */
export const filesBelow = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((file) => statSync(path.join(folder, file)).isFile()).sort();

/** Content and time of the last change of every file below a folder. */
export const stateOf = (folder: string) =>
  filesBelow(folder).map((file) => [file, statSync(path.join(folder, file)).mtimeMs, readFileSync(path.join(folder, file), 'utf8')]);
