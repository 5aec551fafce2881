import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { ROOT } from '../../support/platforms';
import type { Answer, Order } from './publisher';
import { GIT_ENV, git, newPlace, removePlace } from './support';

/** What many rounds of publishers that start at once have shown. */
export interface Rounds {
  readonly rounds: number;
  /** Commits on the branch. */
  readonly releases: number;
  /** Publications that ended with a commit. */
  readonly published: number;
  /** One for each content that was published. */
  readonly expected: number;
  /** Said to be published, and not in the history of the branch. */
  readonly lost: number;
  /** Releases whose content is that of the release before them. */
  readonly duplicates: number;
  /** Releases that nobody says to have made. */
  readonly unclaimed: number;
  /** Publications that found their content there already. */
  readonly nothingToPublish: number;
  /** Pushes beyond the first of a publication. */
  readonly retries: number;
  readonly failures: readonly string[];
  readonly seconds: number;
}

/**
 * Lets publishers, each a process, publish to one branch at the same moment, many times. In even rounds all have the same
 * content, so that exactly one release may come of it; in odd ones each has its own.
 */
export async function publishRounds(rounds: number, publishers = 2): Promise<Rounds> {
  const place = newPlace();
  const processes = Array.from({ length: publishers }, () =>
    fork(path.join(__dirname, 'publisher.ts'), { cwd: ROOT, execArgv: ['--import', 'tsx'], env: GIT_ENV }),
  );
  try {
    await Promise.all(processes.map(answer));
    const started = performance.now();
    const answers: Answer[] = [];
    for (let round = 0; round < rounds; round++) {
      const answered = processes.map((publisher) => answer(publisher));
      processes.forEach((publisher, index) => {
        const tag = round % 2 === 0 ? `${round}.0` : `${round}.${index}`;
        publisher.send({ server: place.server, folder: place.folder, tag } satisfies Order);
      });
      answers.push(...((await Promise.all(answered)) as Answer[]));
    }
    const seconds = (performance.now() - started) / 1000;
    const expected = Math.ceil(rounds / 2) + Math.floor(rounds / 2) * publishers;
    return { rounds, seconds, expected, ...judged(answers, place.server) };
  } finally {
    for (const publisher of processes) publisher.kill();
    removePlace(place);
  }
}

const answer = async (publisher: ChildProcess): Promise<unknown> => (await once(publisher, 'message'))[0];

function judged(answers: readonly Answer[], server: string): Omit<Rounds, 'rounds' | 'seconds' | 'expected'> {
  // Oldest first; the branch is a line when each commit has the one before as its only parent.
  const history = git(server, 'log', '--reverse', '--format=%H %T %(trailers:key=Holdfast-Release,valueonly,separator=)', 'production')
    .split('\n')
    .map((line) => line.split(' '));
  const releases = new Map(history.map(([commit, , release]) => [commit, release]));
  const published = answers.filter(({ outcome }) => outcome === 'published');
  const claimed = new Set(published.map(({ commit }) => commit));
  return {
    releases: history.length,
    published: published.length,
    lost: published.filter(({ commit, release }) => releases.get(commit) !== release).length,
    duplicates: history.filter(([, tree], index) => index > 0 && history[index - 1]?.[1] === tree).length,
    unclaimed: history.filter(([commit]) => !claimed.has(commit)).length,
    nothingToPublish: answers.filter(({ outcome }) => outcome === 'nothing to publish').length,
    retries: answers.reduce((sum, { attempts }) => sum + Math.max(0, attempts - 1), 0),
    failures: answers.flatMap(({ error }) => (error === undefined ? [] : [error])),
  };
}
