import type { GitOptions } from './open';
import { openGit } from './open';

/** Who commits. */
export interface Identity {
  readonly name: string;
  readonly email: string;
}

/** Who commits where nobody is configured, as on a fresh runner; RFC 2606 reserves the domain for addresses that are none. */
const NOBODY: Identity = { name: 'holdfast', email: 'holdfast@holdfast.invalid' };

/** What the configuration of git says of the person who runs the command. */
export interface Configured {
  readonly name?: string;
  readonly email?: string;
  readonly sshCommand?: string;
}

/** Reads the configuration as git sees it in a folder: a platform's repository may have a committer of its own. */
export async function readConfigured(folder: string, options: GitOptions): Promise<Configured> {
  const git = openGit(folder, options);
  const read = (key: string) =>
    git.raw(['config', '--default', '', '--get', key]).then((value) => (value.trim() === '' ? undefined : value.trim()));
  return { name: await read('user.name'), email: await read('user.email'), sshCommand: await read('core.sshCommand') };
}

/** Variables that name author and committer; what the environment says already stays, an author that was asked for wins. */
export function identityVariables(env: NodeJS.ProcessEnv, configured: Configured, author?: Identity): NodeJS.ProcessEnv {
  const name = configured.name ?? NOBODY.name;
  const email = configured.email ?? (env.EMAIL || NOBODY.email);
  return {
    GIT_AUTHOR_NAME: author?.name ?? (env.GIT_AUTHOR_NAME || name),
    GIT_AUTHOR_EMAIL: author?.email ?? (env.GIT_AUTHOR_EMAIL || email),
    GIT_COMMITTER_NAME: env.GIT_COMMITTER_NAME || name,
    GIT_COMMITTER_EMAIL: env.GIT_COMMITTER_EMAIL || email,
  };
}

/** Without an ssh command of their own, ssh must not ask for a password or a host key: nobody would answer. */
export const sshVariables = (env: NodeJS.ProcessEnv, { sshCommand }: Configured): NodeJS.ProcessEnv =>
  env.GIT_SSH_COMMAND || env.GIT_SSH || sshCommand ? {} : { GIT_SSH_COMMAND: 'ssh -o BatchMode=yes' };
