import { UsageError } from '../../spec';
import { changesOf, messageOf } from './changes';
import { changeFolder } from './folder';
import type { Checkout } from './git/checkout';
import { remoteOf } from './git/remote-url';
import { type Release, releasesOf, short } from './history/releases';
import { type Restoring, requireRestored, restoring } from './history/restore';
import { rollbackTarget } from './history/rollback-plan';
import { publicationTrailer, TRAILER, type Trailer } from './history/trailers';
import { pushOntoTip } from './retry';
import { type Target, withCheckout } from './target';

/** Releases that are looked through for the one to restore. */
const LOOKED_THROUGH = 200;

/** A state to be restored. */
export interface RollingBack extends Target {
  /** Commit or digest of a release, or its beginning. Default: the release before the current one. */
  readonly to?: string;
  /** Do it; otherwise only say how. */
  readonly push?: boolean;
}

/** How a rollback ended, or would be done. */
export interface RolledBack {
  readonly outcome: 'planned' | 'rolled back' | 'nothing to roll back';
  /** Newest first. */
  readonly releases: readonly Release[];
  readonly target: Release;
  /** Shell commands that do it by hand, in a clone of the branch. */
  readonly commands: readonly string[];
  readonly commit?: string;
  readonly attempts: number;
}

/**
 * Restores the state of an earlier release by a new commit: history stays as it was, and clusters follow as they follow
 * any release. Before it is pushed, the result is compared with the release, file by file.
 *
 * @throws UsageError when there is no such release
 * @throws DeliveryRefused when the server rejects the push
 */
export function rollBack(rollingBack: RollingBack): Promise<RolledBack> {
  const { environment, branch, to, push = false } = rollingBack;
  return withCheckout(rollingBack, async ({ checkout, pace, stopped }) => {
    const first = await checkout.fetchTip();
    if (first === undefined) throw new UsageError(`the branch ${branch} does not exist yet, so there is nothing to go back to`);
    const releases = await releasesOf(checkout, first, LOOKED_THROUGH);
    // Chosen once: a release that another one publishes meanwhile must not become the one before the current.
    const target = rollbackTarget(releases, to, environment);
    const restore = await restoring(checkout, first, target.commit);
    const subject = subjectOf(environment, target);
    const common = { releases, target, commands: restore ? commandsOf(restore, rollingBack, target) : [] };
    if (!restore) return { ...common, outcome: 'nothing to roll back', attempts: 0 };
    if (!push) return { ...common, outcome: 'planned', attempts: 0 };

    const prepare = async (tip: string | undefined) => {
      const command = tip && (await restoring(checkout, tip, target.commit));
      return tip && command ? prepareRestored(checkout, tip, target, command, subject) : undefined;
    };
    const { commit, attempts } = await pushOntoTip(checkout, prepare, pace, stopped);
    return { ...common, commit, attempts, outcome: commit === undefined ? 'nothing to roll back' : 'rolled back' };
  });
}

async function prepareRestored(checkout: Checkout, tip: string, target: Release, command: Restoring, subject: string): Promise<string> {
  const changed = await changeFolder(checkout, async () => {
    await checkout.run(...command);
  });
  await requireRestored(checkout, tip, target.commit);
  return messageOf(subject, changesOf(changed), [...trailersOf(checkout.environment, target), publicationTrailer()]);
}

/** The rollback is a release like any other: the next publisher compares its source with that of what is running. */
const trailersOf = (environment: string, { source, release, commit }: Release): readonly Trailer[] => [
  [TRAILER.environment, environment],
  [TRAILER.source, source],
  [TRAILER.release, release],
  [TRAILER.rollback, commit],
];

const subjectOf = (environment: string, { commit, date }: Release) => `${environment}: back to ${short(commit)} of ${date.slice(0, 10)}`;

function commandsOf(restore: Restoring, { environment, branch, repository }: RollingBack, target: Release): string[] {
  const message = ['--message', subjectOf(environment, target)];
  const trailers = trailersOf(environment, target).flatMap(([key, value]) => ['--trailer', `${key}: ${value}`]);
  return [
    ['git', 'clone', '--branch', branch, '--', remoteOf(repository).url, 'rollback'],
    ['git', '-C', 'rollback', ...restore],
    ['git', '-C', 'rollback', 'commit', ...message, ...trailers],
    ['git', '-C', 'rollback', 'push', 'origin', `HEAD:refs/heads/${branch}`],
  ].map((words) => words.map(quoted).join(' '));
}

/** A word as a POSIX shell reads it. */
const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
