import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { textOf } from './git/explain';
import { type GitOptions, openGit } from './git/open';
import { redacted } from './git/remote-url';
import type { SourceCommit } from './history/trailers';

/** What git says of a folder that is in no repository, and of a repository without a commit. */
const NO_COMMIT = /not a git repository|unknown revision|needed a single revision|ambiguous argument/i;

/** The commit that the platform file stands in, and whether the working tree holds more than that. */
export async function readSource(folder: string, repository: string, options: GitOptions): Promise<SourceCommit> {
  const git = openGit(folder, options);
  const shown = redacted(repository);
  try {
    const commit = await git.raw(['rev-parse', '--verify', 'HEAD']);
    const changes = await git.raw(['status', '--porcelain']);
    return { repository: shown, commit, dirty: changes !== '' };
  } catch (error) {
    if (NO_COMMIT.test(textOf(error))) return { repository: shown, dirty: false };
    throw error;
  }
}

/** How two commits of the platform's repository stand to each other; `unknown` when the later one cannot be found. */
export type Order = 'older' | 'not older' | 'unknown';

/**
 * Says whether one source commit is behind another. A pipeline often has a checkout of one commit only: then the commits,
 * without files, are fetched into a repository of their own, by the configuration and credentials of that checkout.
 *
 * @param folder where the platform file stands
 * @param scratch a temporary folder
 */
export async function orderOf(ours: string, theirs: string, folder: string, scratch: string, options: GitOptions): Promise<Order> {
  if (ours === theirs) return 'not older';
  const here = openGit(folder, options);
  const shallow = (await here.raw(['rev-parse', '--is-shallow-repository'])) === 'true';
  const known = await here.raw(['cat-file', '-e', `${theirs}^{commit}`]).then(
    () => true,
    () => false,
  );
  if (known && !shallow) return isBehind(here, ours, theirs);
  try {
    return await orderAtOrigin(ours, theirs, folder, scratch, options);
  } catch {
    return 'unknown';
  }
}

async function orderAtOrigin(ours: string, theirs: string, folder: string, scratch: string, options: GitOptions): Promise<Order> {
  const config = path.resolve(folder, await openGit(folder, options).raw(['rev-parse', '--git-path', 'config']));
  const origin = await openGit(folder, options).raw(['remote', 'get-url', 'origin']);
  const repository = mkdtempSync(path.join(scratch, 'source-'));
  const git = openGit(repository, { ...options, config: [...(options.config ?? []), `include.path=${config}`, 'core.bare=false'] });
  await git.raw(['init', '--quiet']);
  // Relative paths of a remote are relative to its checkout.
  const url = /^\.{1,2}\//.test(origin) ? path.resolve(folder, origin) : origin;
  await git.raw(['fetch', '--progress', '--no-tags', '--filter=tree:0', url, ours, theirs]);
  return isBehind(git, ours, theirs);
}

async function isBehind(git: ReturnType<typeof openGit>, ours: string, theirs: string): Promise<Order> {
  const lacking = await git.raw(['rev-list', '--max-count=1', ours, `^${theirs}`, '--']);
  return lacking === '' ? 'older' : 'not older';
}
