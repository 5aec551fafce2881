import { UsageError } from '../../spec';
import { changesOf, messageOf } from './changes';
import { changeFolder } from './folder';
import type { Checkout } from './git/checkout';
import { remoteOf } from './git/remote-url';
import { type Release, releasesOf, short } from './history/releases';
import { requestsOf } from './history/requests';
import { type Restoring, requireRestored, restoring } from './history/restore';
import { rollbackTarget } from './history/rollback-plan';
import { handoffTrailer, publicationTrailer, type RequestedBy, TRAILER, type Trailer } from './history/trailers';
import { pushOntoTip } from './retry';
import { type Target, withCheckout } from './target';

/** Releases that are looked through for the one to restore. */
const LOOKED_THROUGH = 200;

/** A state to be restored. */
export interface RollingBack extends Target {
  /** Commit or digest of a release, or its beginning. Default: the release before the current one. */
  readonly to?: string;
  /** The handoff whose release it takes back: once, and only while that release is the current one. */
  readonly requestedBy?: RequestedBy;
  /** Do it; otherwise only say how. */
  readonly push?: boolean;
}

/** How a rollback ended, or would be done. */
export interface RolledBack {
  readonly outcome: 'planned' | 'rolled back' | 'nothing to roll back' | 'superseded';
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
  const { environment, branch, to, requestedBy, push = false } = rollingBack;
  return withCheckout(rollingBack, async ({ checkout, pace, stopped }) => {
    const first = await checkout.fetchTip();
    if (first === undefined) throw new UsageError(`the branch ${branch} does not exist yet, so there is nothing to go back to`);
    const releases = await releasesOf(checkout, first, LOOKED_THROUGH);
    // Chosen once: a release that another one publishes meanwhile must not become the one before the current.
    const target = requestedBy ? releases[1] : rollbackTarget(releases, to, environment);
    if (!target) throw new UsageError(`${environment} has no release before the current one, so there is nothing to go back to`);
    const restore = await restoring(checkout, first, target.commit);
    const subject = subjectOf(environment, target);
    const common = { releases, target, commands: restore ? commandsOf(restore, rollingBack, target) : [] };
    if (!restore) return { ...common, outcome: 'nothing to roll back', attempts: 0 };
    if (!push) return { ...common, outcome: 'planned', attempts: 0 };

    let superseded = false;
    const prepare = async (tip: string | undefined) => {
      superseded = requestedBy !== undefined && tip !== undefined && !(await isCurrent(checkout, tip, requestedBy));
      if (superseded) return undefined;
      const command = tip && (await restoring(checkout, tip, target.commit));
      return tip && command ? prepareRestored(checkout, tip, target, command, subject, requestedBy) : undefined;
    };
    const { commit, attempts } = await pushOntoTip(checkout, prepare, pace, stopped);
    if (superseded) return { ...common, attempts, outcome: 'superseded' };
    return { ...common, commit, attempts, outcome: commit === undefined ? 'nothing to roll back' : 'rolled back' };
  });
}

async function prepareRestored(
  checkout: Checkout,
  tip: string,
  target: Release,
  command: Restoring,
  subject: string,
  requestedBy?: RequestedBy,
): Promise<string> {
  const changed = await changeFolder(checkout, async () => {
    await checkout.run(...command);
  });
  await requireRestored(checkout, tip, target.commit);
  const requested = requestedBy ? [handoffTrailer(requestedBy)] : [];
  return messageOf(subject, changesOf(changed), [...trailersOf(checkout.environment, target), publicationTrailer(), ...requested]);
}

/** Whether the latest release is the one that the handoff asked for; what came after it is not ours to take back. */
async function isCurrent(checkout: Checkout, tip: string, { id }: RequestedBy): Promise<boolean> {
  const [[latest], requests] = [await releasesOf(checkout, tip, 1), await requestsOf(checkout, tip)];
  return latest !== undefined && requests.some((request) => request.commit === latest.commit && request.id === id && !request.rolledBack);
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
