import { UsageError } from '../../../spec';
import { DeliveryRefused } from '../refused';
import { type Remote, redacted } from './remote-url';

/** What a person is told of a failure of git: what is wrong, and what to do. */
interface Failure {
  readonly says: RegExp;
  readonly kind: 'bad input' | 'refused';
  readonly message: (url: string) => string;
}

const FAILURES: readonly Failure[] = [
  {
    says: /ENOENT|spawn git/,
    kind: 'bad input',
    message: () => 'git is not installed, or not on the PATH. Install git 2.34 or later',
  },
  {
    says: /block timeout reached/,
    kind: 'refused',
    message: (url) =>
      `${url} does not answer. Check the network and the address, then run the same command again: it continues where this one ended`,
  },
  {
    says: /permission denied|authentication failed|could not read (username|password)|terminal prompts disabled|HTTP Basic: Access denied|returned error: 40[13]|host key verification failed|invalid credentials/i,
    kind: 'bad input',
    message: (url) =>
      `no permission for ${url}. Give git credentials that may write there: a credential helper for https, an agent or GIT_SSH_COMMAND for ssh`,
  },
  {
    says: /protected branch|GH006|GH013|not allowed to push|TF402455|push declined due to repository rule/i,
    kind: 'refused',
    message: (url) =>
      `${url} protects the branch; nothing was published. Let the identity that publishes push to it, or publish to a branch of its own (--branch) and merge that`,
  },
  {
    says: /hook declined|\[remote rejected\]/i,
    kind: 'refused',
    message: (url) => `${url} rejected the push; nothing was published. Mend what its hook names below, then publish again`,
  },
  {
    says: /repository .*not found|not found|does not exist|does not appear to be a git repository|returned error: 404|no such file or directory/i,
    kind: 'bad input',
    message: (url) =>
      `there is no git repository at ${url}, or no permission to see it. Create it (it may be empty), or name another with --repository`,
  },
  {
    says: /could not resolve host|couldn't connect|connection (refused|timed out|reset|closed)|network is unreachable|early EOF|hung up|operation too slow/i,
    kind: 'refused',
    message: (url) => `${url} cannot be reached. Check the network and the address, then run the same command again`,
  },
  {
    says: /gpg failed|failed to write commit object|signing failed/i,
    kind: 'bad input',
    message: () => 'git is configured to sign commits and cannot. Give it the key, or set commit.gpgsign to false',
  },
];

/** The error of a person for an error of git. */
export function explained(error: unknown, remote: Remote): Error {
  const text = redacted(textOf(error), remote.password ?? remote.username);
  const failure = FAILURES.find(({ says }) => says.test(text));
  const message = `${failure?.message(remote.url) ?? `git failed with ${remote.url}`}.${quoted(text)}`;
  return failure?.kind === 'bad input' ? new UsageError(message) : new DeliveryRefused(message);
}

/** What git and the server printed. */
export const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Lines of git's own words that are shown; a hook may print pages. */
const QUOTED_LINES = 12;

/** Progress is rewritten in place, and is not what went wrong. */
const PROGRESS = /^(remote: )?(\w+ing (objects|deltas)|Writing objects|Total |Delta compression|To |Done$|\s*$)/;

/** A line of `git push --porcelain` that names the refs, which our message does already. */
const PORCELAIN = /^!\t\S+\t/;

function quoted(text: string): string {
  const lines = text
    .split(/[\r\n]+/)
    .map((line) => line.replace(PORCELAIN, '').trimEnd())
    .filter((line) => !PROGRESS.test(line) && !/^hint: /.test(line));
  return lines
    .slice(0, QUOTED_LINES)
    .map((line) => `\n    ${line}`)
    .join('');
}
