import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { SimpleGit } from 'simple-git';
import { textOf } from './explain';
import { type GitOptions, openGit } from './open';

/** Where the tip of the branch on the server is kept. */
const TIP = 'refs/remotes/origin/tip';

/** The branch of the checkout, whatever it is called on the server. */
const LOCAL = 'refs/heads/publish';

/** Commits that are fetched at first: enough to find the latest release on a branch that people commit to as well. */
const DEPTH = 50;

/** What git 2.39 and GitHub say of a branch that is not there. */
const NO_BRANCH = /couldn't find remote ref/i;

/** What git says of a server that can only send everything. */
const SENDS_ALL = /does not support (shallow|--?depth|filter)|filtering not (recognized|supported)/i;

/** A checkout of one branch and one folder of it, without the history and files that nobody reads. */
export class Checkout {
  private constructor(
    private readonly git: SimpleGit,
    private readonly root: string,
    private readonly branch: string,
    /** The only folder of the branch that is written. */
    readonly environment: string,
  ) {}

  /** Prepares a checkout in an empty folder; nothing is fetched yet. */
  static async open(root: string, url: string, branch: string, environment: string, options: GitOptions): Promise<Checkout> {
    const folder = path.join(root, 'checkout');
    mkdirSync(folder);
    const git = openGit(folder, options);
    await git.raw(['init', '--quiet', '--initial-branch', 'publish']);
    await git.raw(['remote', 'add', '--', 'origin', url]);
    // In two steps: git 2.34, which Ubuntu 22.04 has, knows no other way.
    await git.raw(['sparse-checkout', 'init', '--cone']);
    await git.raw(['sparse-checkout', 'set', environment]);
    return new Checkout(git, folder, branch, environment);
  }

  /** The folder of the environment's manifests. */
  get folder(): string {
    return path.join(this.root, this.environment);
  }

  /** Fetches the branch and says where it stands; undefined when it does not exist yet. */
  async fetchTip(): Promise<string | undefined> {
    try {
      await this.fetch(`--depth=${DEPTH}`);
    } catch (error) {
      if (NO_BRANCH.test(textOf(error))) return undefined;
      throw error;
    }
    return this.resolve(TIP);
  }

  /** Fetches the commits that the first fetch left out. */
  async fetchHistory(): Promise<void> {
    if ((await this.git.raw(['rev-parse', '--is-shallow-repository'])) === 'true') await this.fetch('--unshallow');
  }

  private async fetch(depth: string): Promise<void> {
    const refspec = `+refs/heads/${this.branch}:${TIP}`;
    try {
      await this.git.raw(['fetch', '--progress', '--no-tags', depth, '--filter=blob:none', 'origin', refspec]);
    } catch (error) {
      if (!SENDS_ALL.test(textOf(error))) throw error;
      await this.git.raw(['fetch', '--progress', '--no-tags', 'origin', refspec]);
    }
  }

  /** Makes the checkout equal a commit, or empty where there is none; whatever was prepared before is gone. */
  async resetTo(tip: string | undefined): Promise<void> {
    if (tip !== undefined) {
      await this.git.raw(['checkout', '--quiet', '--force', '-B', 'publish', tip]);
    } else {
      await this.git.raw(['update-ref', '-d', LOCAL]);
      await this.git.raw(['read-tree', '--empty']);
    }
    await this.git.raw(['clean', '-ffdxq']);
  }

  /** Paths below the environment's folder that are no plain files: links, submodules. */
  async irregular(): Promise<string[]> {
    const entries = await this.git.raw(['ls-files', '--stage', '-z', '--', this.environment]);
    return nulSeparated(entries)
      .filter((entry) => !entry.startsWith('100'))
      .map((entry) => entry.slice(entry.indexOf('\t') + 1));
  }

  /** Stages the environment's folder and names the files, relative to it, that differ from the tip. */
  async stage(): Promise<string[]> {
    // Whatever the branch tells git to ignore, the manifests are published.
    await this.git.raw(['add', '--all', '--force', '--', this.environment]);
    const tree = await this.git.raw(['write-tree']);
    const before = (await this.resolve('HEAD^{tree}')) ?? (await this.emptyTree());
    const changed = await this.git.raw(['diff-tree', '-r', '-z', '--name-only', '--no-renames', before, tree]);
    return nulSeparated(changed).map((file) => path.posix.relative(this.environment, file));
  }

  /** Commits what is staged, be it nothing, and returns the commit. */
  async commit(message: string): Promise<string> {
    await this.git.raw(['commit', '--quiet', '--allow-empty', '--cleanup=verbatim', '-m', message]);
    return this.git.raw(['rev-parse', 'HEAD']);
  }

  /** Pushes the commit, never with force: a branch that has moved refuses it. */
  async push(): Promise<void> {
    await this.git.raw(['push', '--porcelain', '--progress', 'origin', `${LOCAL}:refs/heads/${this.branch}`]);
  }

  /** True when a commit is in the history of another. */
  async isAncestor(older: string, newer: string): Promise<boolean> {
    const lacking = await this.git.raw(['rev-list', '--max-count=1', older, `^${newer}`, '--']);
    return lacking === '';
  }

  /** Runs git in the checkout, for what reads and changes history. */
  run(...args: readonly string[]): Promise<string> {
    return this.git.raw([...args]);
  }

  /** The object that a name stands for; undefined when there is none. */
  async resolve(name: string): Promise<string | undefined> {
    const found = await this.git.raw(['rev-parse', '--quiet', '--verify', '--end-of-options', name]).catch(() => '');
    return found === '' ? undefined : found;
  }

  private emptyTree(): Promise<string> {
    return this.git.raw(['hash-object', '-t', 'tree', '/dev/null']);
  }
}

export const nulSeparated = (text: string) => text.split('\0').filter(Boolean);
