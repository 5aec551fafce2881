import { type SimpleGit, simpleGit } from 'simple-git';

/** How git is run. */
export interface GitOptions {
  /** The whole environment of git. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends what git is doing. */
  readonly signal?: AbortSignal;
  /** How long git may be silent. */
  readonly silenceSeconds: number;
  /** Further configuration, `key=value`. */
  readonly config?: readonly string[];
}

const CONFIG = [
  // The bytes that were rendered are the bytes that are published, on every system.
  'core.autocrlf=false',
  // A link in the branch must not lead our writes out of the checkout.
  'core.symlinks=false',
  // The checkout is removed soon, and must not be while git tidies it in the background.
  'gc.auto=0',
  'maintenance.auto=false',
  'submodule.recurse=false',
  'advice.detachedHead=false',
];

/**
 * simple-git guards against settings that an attacker slips into arguments. Ours are fixed; these come from the
 * environment and the configuration of the person who runs the command, who may well have their own ssh command.
 */
const TRUSTED = {
  allowUnsafeAskPass: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeExec: true,
  allowUnsafeGitProxy: true,
  allowUnsafeGpgProgram: true,
  allowUnsafeHooksPath: true,
  allowUnsafeInclude: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
  allowUnsafeUrlRewrite: true,
} as const;

/** Git in a folder. */
export const openGit = (folder: string, { env, signal, silenceSeconds, config = [] }: GitOptions): SimpleGit =>
  simpleGit({
    baseDir: folder,
    abort: signal,
    timeout: { block: silenceSeconds * 1000 },
    config: [...CONFIG, ...config],
    allowEnvironment: Object.keys(env),
    unsafe: TRUSTED,
    // simple-git takes a failure that prints nothing on stderr, or an end by a signal, for success.
    errors: (error, { exitCode, stdOut, stdErr }) => error ?? (exitCode === 0 ? undefined : Buffer.concat([...stdOut, ...stdErr])),
    trimmed: true,
  }).env(env);
