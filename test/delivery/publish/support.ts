import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Published, type Publishing, publishRelease } from '../../../lib/delivery';
import { publishTree } from '../../../lib/output';

/** Git without the configuration of the person who runs the tests. */
export const GIT_ENV: NodeJS.ProcessEnv = {
  ...process.env,
  GIT_CONFIG_GLOBAL: os.devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Tester',
  GIT_AUTHOR_EMAIL: 'tester@example.com',
  GIT_COMMITTER_NAME: 'Tester',
  GIT_COMMITTER_EMAIL: 'tester@example.com',
};

export const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd: folder, encoding: 'utf8', env: GIT_ENV, stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd();

/** An empty server, a folder that is no repository, and what a test puts beside them. */
export interface Place {
  readonly folder: string;
  readonly server: string;
}

/** A bare repository that sends parts, as hosted ones do. */
export function newPlace(): Place {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-test-'));
  const server = path.join(folder, 'environments.git');
  git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', server);
  git(server, 'config', 'uploadpack.allowFilter', 'true');
  return { folder, server };
}

export const removePlace = ({ folder }: Place) => rmSync(folder, { recursive: true, force: true });

/** Manifests of services by the tag of their image, in one region. */
export const manifests = (services: Readonly<Record<string, string>>, region = 'eu-west-1'): ReadonlyMap<string, string> =>
  new Map(Object.entries(services).map(([name, tag]) => [`${region}/${name}/deployment.yaml`, deployment(name, tag)]));

export const deployment = (name: string, tag: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  template:
    spec:
      containers:
      - name: ${name}
        image: registry.example.com/shop/${name}:${tag}
`;

/** Publishes to the branch `production`, waiting no longer than tests should. */
export const publishTo = (place: Place, files: ReadonlyMap<string, string>, more: Partial<Publishing> = {}): Promise<Published> =>
  publishRelease({
    // By URL: from a path, git copies rather than talks to a server.
    repository: `file://${place.server}`,
    branch: 'production',
    environment: 'production',
    sourceFolder: place.folder,
    sourceRepository: 'https://git.example.com/shop/platform',
    files,
    write: publishTree,
    pace: { attempts: 20, firstWaitMs: 20, longestWaitMs: 200 },
    ...more,
  });

/** Subjects of a branch, newest first. */
export const subjects = ({ server }: Place, branch = 'production') => git(server, 'log', '--format=%s', branch).split('\n');

/** Files of a branch. */
export const filesOn = ({ server }: Place, branch = 'production') => git(server, 'ls-tree', '-r', '--name-only', branch).split('\n');

/** Pushes a commit as a person would, from a clone of their own. */
export function pushAsPerson(place: Place, files: Readonly<Record<string, string>>, branch = 'production'): void {
  const clone = mkdtempSync(path.join(place.folder, 'clone-'));
  git(place.folder, 'clone', '--quiet', '--branch', branch, place.server, clone);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(clone, file)), { recursive: true });
    writeFileSync(path.join(clone, file), content);
  }
  git(clone, 'add', '--all');
  git(clone, 'commit', '--quiet', '--message', `by hand: ${Object.keys(files).join(', ')}`);
  git(clone, 'push', '--quiet', 'origin', branch);
}

/** Makes the server run a hook before it accepts a push. */
export const serverHook = ({ server }: Place, script: string) =>
  writeFileSync(path.join(server, 'hooks/pre-receive'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
