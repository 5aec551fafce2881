import colors from 'picocolors';
import { DeliveryRefused, type Published, type Release, type RolledBack, releaseLine } from '../../delivery';

/** Where it was published, in the words of the command line. */
export interface Place {
  readonly environment: string;
  readonly branch: string;
  /** Without credentials. */
  readonly repository: string;
}

/** A publication for people: what changed, where it went. */
export function publicationText({ outcome, commit, message, attempts }: Published, { environment, branch, repository }: Place): string {
  const where = `branch ${branch} of ${repository}`;
  if (outcome === 'already published' || outcome === 'rolled back') return `${outcome} by ${commit?.slice(0, SHORT)} on ${where}\n`;
  if (outcome === 'superseded') return `nothing to publish: a later handoff brought ${commit?.slice(0, SHORT)} to ${where}\n`;
  if (outcome === 'nothing to publish') return `nothing to publish: ${where} already holds this ${environment}\n`;
  const raced = attempts > 1 ? `, at attempt ${attempts}: others published meanwhile` : '';
  const head =
    outcome === 'published'
      ? `${colors.green('published')} ${commit?.slice(0, SHORT)} to ${where}${raced}`
      : `would publish to ${where}; nothing was pushed`;
  return `${head}\n\n${message ?? ''}`;
}

/** A rollback for people: the releases, and what restores the wanted one. */
export function rollbackText({ outcome, releases, target, commands, commit }: RolledBack, { branch, repository }: Place): string {
  const where = `branch ${branch} of ${repository}`;
  const list = [`releases on ${where}, newest first:`, ...releases.slice(0, LISTED).map((release) => marked(release, releases[0], target))];
  const done = {
    planned: ['to go back to the marked one, run the same command with --push, or:', ...commands.map((command) => `  ${command}`)],
    'rolled back': [
      `${colors.green('rolled back')} by ${commit?.slice(0, SHORT)}: the manifests are exactly those of ${target.commit.slice(0, SHORT)}`,
    ],
    superseded: ['nothing was rolled back: another release came after the one that was to be taken back'],
    'nothing to roll back': ['nothing to roll back: the branch already holds this state'],
  }[outcome];
  const next =
    outcome === 'nothing to roll back'
      ? []
      : ['', 'take the change back in the platform file too: the next publication would bring it here again'];
  return `${[...list, '', ...done, ...next].join('\n')}\n`;
}

/** Releases that a person is shown. */
export const LISTED = 10;

/** Digits of a commit that people read. */
const SHORT = 12;

const marked = (release: Release, current: Release | undefined, target: Release) =>
  `${release === target ? colors.bold('->') : release === current ? ' *' : '  '}${releaseLine(release)}`;

/** Runs a command; what the server or an earlier release refuses is a message and the exit code of a broken promise. */
export async function refusals(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof DeliveryRefused)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
