import { existsSync } from 'node:fs';
import path from 'node:path';

/** A repository as it may be shown and passed to git, and what opens it. */
export interface Remote {
  /** Without user and password: it appears in messages and in the list of processes. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
}

const WITH_USER = /^(https?:\/\/)([^/@]*)@(.*)$/i;

/** Takes user and password out of an address; a path becomes absolute, since git runs in another folder. */
export function remoteOf(repository: string): Remote {
  const [, scheme, user, rest] = WITH_USER.exec(repository) ?? [];
  if (scheme !== undefined && user !== undefined && rest !== undefined) {
    const [username, password] = user.split(':', 2);
    return { url: `${scheme}${rest}`, username: decoded(username), password: decoded(password) };
  }
  return { url: existsSync(repository) ? path.resolve(repository) : repository };
}

/** Text without the user and password of any address in it, nor the given words. */
export const redacted = (text: string, ...secrets: readonly (string | undefined)[]) =>
  secrets
    .filter((secret) => secret !== undefined && secret !== '')
    .reduce<string>((redactedText, secret) => redactedText.replaceAll(String(secret), '***'), text)
    .replace(/(https?:\/\/)[^\s/@]+@/gi, '$1***@');

/**
 * Configuration by which git gets user and password, for its environment: in an address or an option they would stand in
 * the list of processes, where everyone on the machine reads them.
 */
export function credentialConfig({ username, password }: Remote): { config: readonly Setting[]; env: NodeJS.ProcessEnv } {
  if (password === undefined) return { config: username ? [['credential.username', username]] : [], env: {} };
  return {
    // The empty one drops the helpers of the machine, which would answer first, and would keep this password.
    config: [
      ['credential.helper', ''],
      ['credential.helper', `!f() { test "$1" = get && printf 'username=%s\\npassword=%s\\n' "$${USER}" "$${PASSWORD}"; }; f`],
    ],
    env: { [USER]: username ?? '', [PASSWORD]: password },
  };
}

/** A key and value of git's configuration. */
export type Setting = readonly [string, string];

const USER = 'HOLDFAST_REMOTE_USER';
const PASSWORD = 'HOLDFAST_REMOTE_PASSWORD';

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return text;
  }
}
