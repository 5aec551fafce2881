import { type Changes, changesOf, messageOf, subjectOf } from './changes';
import { changeFolder } from './folder';
import type { GitOptions } from './git/open';
import { releaseDigest } from './history/digest';
import { type Release, releasesOf, short } from './history/releases';
import { type RequestCommit, requestsOf } from './history/requests';
import {
  commitOfTrailer,
  handoffTrailer,
  publicationTrailer,
  type RequestedBy,
  type SourceCommit,
  sourceTrailer,
  TRAILER,
  type Trailer,
} from './history/trailers';
import { DeliveryRefused } from './refused';
import { pushOntoTip } from './retry';
import { orderOf, readSource } from './source';
import { type Target, withCheckout } from './target';

type Files = ReadonlyMap<string, string>;

/** A release to be published. */
export interface Publishing extends Target {
  /**
   * Content by path below the environment's folder: `<region>/<service>/<file>`. What depends on the releases before is made
   * from the folder as the branch holds it, anew for each attempt.
   */
  readonly files: Files | ((folder: string) => Files);
  /** Makes a folder hold the files, and removes what an earlier call wrote; files of others stay. */
  readonly write: (files: Files, folder: string) => void;
  /** Repository of the platform file, as the platform names it. */
  readonly sourceRepository: string;
  /** Publish even what was rendered from an older commit than the latest release. */
  readonly allowOlder?: boolean;
  /**
   * The handoff that asks for it. It is published once, however often it is asked for; what a later handoff for the same
   * service brought is not taken back. A commit tells of it even when nothing changed.
   */
  readonly requestedBy?: RequestedBy;
  /** Say what would be published, and push nothing. */
  readonly dryRun?: boolean;
}

/** How publishing ended. */
export interface Published {
  readonly outcome: 'published' | 'would publish' | 'nothing to publish' | 'already published' | 'rolled back' | 'superseded';
  /** The commit on the branch; undefined when there is none. */
  readonly commit?: string;
  /** Digest of the files. */
  readonly release: string;
  readonly source: string;
  /** The commit's message; undefined when nothing changed. */
  readonly message?: string;
  readonly changes?: Changes;
  /** Pushes that were tried, the last one included. */
  readonly attempts: number;
  /** What a person should know although nothing is wrong. */
  readonly notices: readonly string[];
}

/**
 * Publishes rendered manifests as one commit on the branch of an environment, if they differ from what is there. Safe
 * beside other publishers: see pushOntoTip.
 *
 * @throws UsageError when the repository cannot be found or opened
 * @throws DeliveryRefused when a newer release is there, or the server rejects the push
 */
export function publishRelease(publishing: Publishing): Promise<Published> {
  const { files, write, environment, requestedBy, dryRun = false } = publishing;
  return withCheckout(publishing, async ({ checkout, scratch, pace, stopped, here }) => {
    const source = await readSource(publishing.sourceFolder, publishing.sourceRepository, here);
    let release = '';
    let prepared: { readonly message: string; readonly changes: Changes } | undefined;
    let notices: readonly string[] = [];
    let earlier: Pick<Published, 'outcome' | 'commit'> | undefined;

    const prepare = async (tip: string | undefined): Promise<string | undefined> => {
      prepared = undefined;
      earlier = requestedBy && tip !== undefined ? earlierOf(await requestsOf(checkout, tip), requestedBy) : undefined;
      if (earlier) return undefined;
      const rendered = typeof files === 'function' ? files(checkout.folder) : files;
      release = releaseDigest(rendered);
      const changed = await changeFolder(checkout, () => write(rendered, checkout.folder));
      if (changed.length === 0 && !requestedBy) return undefined;
      const [latest] = tip === undefined ? [] : await releasesOf(checkout, tip, 1);
      if (latest && !publishing.allowOlder) notices = await refuseOlder(source, latest, publishing.sourceFolder, scratch, here);
      const changes = changesOf(changed);
      const trailers = [...trailersOf(environment, source, release), ...(requestedBy ? [handoffTrailer(requestedBy)] : [])];
      prepared = {
        changes,
        message: messageOf(
          changed.length === 0 ? `${environment}: as it is` : subjectOf(environment, changes, latest === undefined),
          changes,
          trailers,
        ),
      };
      return prepared.message;
    };

    const published = sourceTrailer(source);
    if (dryRun) {
      const tip = await checkout.fetchTip();
      await checkout.resetTo(tip);
      await prepare(tip);
      return { source: published, release, ...prepared, outcome: prepared ? 'would publish' : 'nothing to publish', attempts: 0, notices };
    }
    const { commit, attempts } = await pushOntoTip(checkout, prepare, pace, stopped);
    const outcome = commit === undefined ? 'nothing to publish' : 'published';
    return { source: published, release, ...prepared, commit, attempts, notices, outcome, ...earlier };
  });
}

const trailersOf = (environment: string, source: SourceCommit, release: string): readonly Trailer[] => [
  [TRAILER.environment, environment],
  [TRAILER.source, sourceTrailer(source)],
  [TRAILER.release, release],
  publicationTrailer(),
];

/** How a handoff that was delivered before ended then, and whether a later one for its service came first. */
function earlierOf(
  requests: readonly RequestCommit[],
  { id, at, service }: RequestedBy,
): Pick<Published, 'outcome' | 'commit'> | undefined {
  const own = requests.find((request) => request.id === id);
  if (own) return { outcome: own.rolledBack ? 'rolled back' : 'already published', commit: own.commit };
  const later = requests.find((request) => request.service === service && !request.rolledBack && request.at > at);
  return later && { outcome: 'superseded', commit: later.commit };
}

/** A pipeline that was slow, or is run again, must not take back what a later commit brought. */
async function refuseOlder(
  { commit, repository }: SourceCommit,
  latest: Release,
  folder: string,
  scratch: string,
  here: GitOptions,
): Promise<readonly string[]> {
  const theirs = commitOfTrailer(latest.source);
  if (commit === undefined || theirs === undefined) return [];
  const order = await orderOf(commit, theirs, folder, scratch, here);
  if (order === 'older') {
    throw new DeliveryRefused(
      `the branch holds a later release: ${short(latest.commit)} was rendered from ${short(theirs)}, and this is ${short(commit)}, which comes before it in ${repository}. Nothing was published. Publish from a later commit; to go back on purpose, use holdfast rollback, or --allow-older`,
    );
  }
  if (order === 'not older') return [];
  return [
    `cannot tell whether ${short(commit)} is older than ${short(theirs)}, which the latest release was rendered from: that commit is not in this checkout, nor at its origin. Fetch the whole history (fetch-depth: 0) to have it checked`,
  ];
}
