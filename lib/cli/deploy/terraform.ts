import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../spec';
import type { Interruption } from './interruption';

/** How a run of terraform ended. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  /** What it printed, both streams. */
  readonly output: string;
  /** File that keeps it. */
  readonly log: string;
}

/** How long to wait for a lock that somebody else holds. */
const LOCK_TIMEOUT = '-lock-timeout=120s';

/**
 * Terraform in the folder of one stack. It is a process of its own, in a process group of its own, and prints into a file: a
 * Ctrl+C reaches us and not it, and should we be killed it comes to its end all the same.
 */
export class Terraform {
  constructor(
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly interruption: Interruption,
  ) {}

  init(...options: readonly string[]): Promise<Ended> {
    // The version of a provider is exact in the stack; what an earlier one has locked counts for nothing.
    return this.run('init', ['-upgrade', ...options], { changes: options.includes('-migrate-state') });
  }

  /** Ends with 0 where nothing changes, 2 where something does. */
  plan(file: string, { destroy, lock }: { readonly destroy: boolean; readonly lock: boolean }): Promise<Ended> {
    return this.run('plan', ['-detailed-exitcode', `-out=${file}`, ...(destroy ? ['-destroy'] : []), lock ? LOCK_TIMEOUT : '-lock=false'], {
      changes: false,
    });
  }

  /** A plan as JSON. */
  show(file: string): Promise<Ended> {
    return this.spawned('show', ['-json', file], { changes: false });
  }

  apply(file: string): Promise<Ended> {
    return this.run('apply', [LOCK_TIMEOUT, file], { changes: true });
  }

  private run(command: 'init' | 'plan' | 'apply', options: readonly string[], kind: { readonly changes: boolean }): Promise<Ended> {
    return this.spawned(command, ['-input=false', '-no-color', ...options], kind);
  }

  private spawned(command: string, options: readonly string[], kind: { readonly changes: boolean }): Promise<Ended> {
    const log = path.join(this.folder, `${command}.log`);
    const file = openSync(log, 'w', 0o600);
    try {
      const child = spawn('terraform', [command, ...options], {
        cwd: this.folder,
        env: this.env,
        stdio: ['ignore', file, file],
        detached: true,
      });
      this.interruption.watch(child, kind);
      return new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code) => resolve({ code, output: readFileSync(log, 'utf8').trim(), log }));
      });
    } finally {
      closeSync(file);
    }
  }
}

/** Throws a UsageError where there is no terraform to run. */
export function requireTerraform(): void {
  const { error } = spawnSync('terraform', ['version'], { stdio: 'ignore', env: { ...process.env, CHECKPOINT_DISABLE: '1' } });
  if (error)
    throw new UsageError('there is no terraform on the PATH; install 1.11 or later (https://developer.hashicorp.com/terraform/install)');
}

/** The environment of every terraform: nobody is asked, state is where the stack says, and providers are downloaded once. */
export function terraformEnvironment(folder: string): NodeJS.ProcessEnv {
  const { TF_WORKSPACE: _workspace, TF_DATA_DIR: _dataDir, ...inherited } = process.env;
  const shared = path.join(folder, 'providers');
  if (inherited.TF_PLUGIN_CACHE_DIR === undefined) mkdirSync(shared, { recursive: true });
  return {
    TF_PLUGIN_CACHE_DIR: path.resolve(shared),
    // A stack's lock file follows from nothing that is kept; without this each stack downloads the provider again.
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: '1',
    ...inherited,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
  };
}
