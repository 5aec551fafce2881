import { UsageError } from '../../../spec';
import { type Release, short } from './releases';

/** Fewer digits name too many commits to be meant. */
const SHORTEST_NAME = 4;

/**
 * The release that a rollback restores: the one that is asked for by commit or digest, else the one before what is
 * running now. What is running after a rollback is what that restored, so a second one goes further back, and never
 * forward again to what was just taken back.
 *
 * @param releases newest first
 */
export function rollbackTarget(releases: readonly Release[], wanted: string | undefined, environment: string): Release {
  const [current] = releases;
  if (!current) throw new UsageError(`${environment} has no release on this branch, so there is nothing to go back to`);
  return wanted === undefined ? releaseBefore(current, releases, environment) : releaseNamed(wanted, releases);
}

function releaseBefore(current: Release, releases: readonly Release[], environment: string): Release {
  let running = current;
  for (let restored = original(running, releases); restored; restored = original(running, releases)) running = restored;
  const older = releases.slice(releases.indexOf(running) + 1).find(({ release }) => release !== running.release);
  if (older) return older;
  throw new UsageError(`${environment} has no release before ${short(running.commit)}, so there is nothing to go back to`);
}

const original = ({ restored }: Release, releases: readonly Release[]) =>
  restored === undefined ? undefined : releases.find(({ commit }) => commit === restored);

function releaseNamed(wanted: string, releases: readonly Release[]): Release {
  const name = wanted.toLowerCase();
  const found =
    name.length < SHORTEST_NAME ? [] : releases.filter(({ commit, release }) => commit.startsWith(name) || release.startsWith(name));
  // The same content may have been released several times; the latest is as good as any.
  const [release] = found;
  if (release && new Set(found.map((each) => each.release)).size === 1) return release;
  const which = found.length === 0 ? 'is no release of this branch' : `names ${found.length} releases`;
  throw new UsageError(`--to: ${wanted} ${which}. Name one of them by its commit:\n${releases.slice(0, 10).map(releaseLine).join('\n')}`);
}

/** One release as a line of a list. */
export const releaseLine = ({ commit, date, subject }: Release) => `  ${short(commit)}  ${date}  ${subject}`;
