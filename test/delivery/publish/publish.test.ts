import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DeliveryRefused } from '../../../lib/delivery';
import { publishTree } from '../../../lib/output';
import { UsageError } from '../../../lib/spec';
import { filesOn, git, manifests, newPlace, type Place, publishTo, pushAsPerson, removePlace, serverHook, subjects } from './support';

let place: Place;
beforeEach(() => {
  place = newPlace();
});
afterEach(() => removePlace(place));

const file = (path_: string, branch = 'production') => git(place.server, 'show', `${branch}:${path_}`);
const trailer = (key: string, commit = 'production') =>
  git(place.server, 'log', '-1', `--format=%(trailers:key=${key},valueonly)`, commit).trim();

describe('a publication', () => {
  test('of an empty repository makes the branch, with the folder that Argo CD looks for', async () => {
    const { outcome, commit } = await publishTo(place, manifests({ cart: '1.0.0' }));
    expect(outcome).toBe('published');
    expect(git(place.server, 'rev-parse', 'production')).toBe(commit);
    expect(filesOn(place)).toEqual(['production/.holdfast-files', 'production/eu-west-1/cart/deployment.yaml']);
    expect(subjects(place)).toEqual(['production: first release, 1 service, 1 object']);
  });

  test('names the new version, the services and the objects, and says what it was rendered from', async () => {
    await publishTo(place, manifests({ cart: '1.0.0', web: '2.0.0' }));
    const { release } = await publishTo(place, manifests({ cart: '1.0.1', web: '2.0.0' }));
    const [subject, ...body] = git(place.server, 'log', '-1', '--format=%B', 'production').split('\n');
    expect(subject).toBe('production: cart 1.0.0 -> 1.0.1, 1 service, 1 object');
    expect(body).toEqual(expect.arrayContaining(['  cart: 1.0.0 -> 1.0.1', '  changed cart: Deployment/cart (eu-west-1)']));
    expect(trailer('Holdfast-Environment')).toBe('production');
    expect(trailer('Holdfast-Source')).toBe('https://git.example.com/shop/platform');
    expect(trailer('Holdfast-Release')).toBe(release);
  });

  test('of what is already there makes no commit', async () => {
    const first = await publishTo(place, manifests({ cart: '1.0.0' }));
    const second = await publishTo(place, manifests({ cart: '1.0.0' }));
    expect([second.outcome, second.commit]).toEqual(['nothing to publish', undefined]);
    expect(git(place.server, 'rev-parse', 'production')).toBe(first.commit);
  });

  test('removes what no longer follows, and leaves the files of others alone', async () => {
    await publishTo(place, manifests({ cart: '1.0.0', web: '2.0.0' }));
    pushAsPerson(place, { 'README.md': 'ours', 'production/NOTES.md': 'mind the gap', '.gitignore': '*.yaml\n' });
    const { changes } = await publishTo(place, manifests({ web: '2.0.0', mail: '1.0.0' }));
    expect(changes?.services).toEqual(['cart', 'mail']);
    expect(filesOn(place)).toEqual([
      '.gitignore',
      'README.md',
      'production/.holdfast-files',
      'production/NOTES.md',
      'production/eu-west-1/mail/deployment.yaml',
      'production/eu-west-1/web/deployment.yaml',
    ]);
    expect(file('README.md')).toBe('ours');
  });

  test('leaves another environment on the same branch alone', async () => {
    await publishTo(place, manifests({ cart: '1.0.0' }), { branch: 'main' });
    await publishTo(place, manifests({ cart: '0.9.0' }), { branch: 'main', environment: 'staging' });
    await publishTo(place, manifests({ cart: '1.0.1' }), { branch: 'main' });
    expect(file('staging/eu-west-1/cart/deployment.yaml', 'main')).toContain('cart:0.9.0');
    expect(file('production/eu-west-1/cart/deployment.yaml', 'main')).toContain('cart:1.0.1');
    expect(subjects(place, 'main')[0]).toBe('production: cart 1.0.0 -> 1.0.1, 1 service, 1 object');
  });

  test('that is a dry run says what would change, and pushes nothing', async () => {
    const { outcome, message } = await publishTo(place, manifests({ cart: '1.0.0' }), { dryRun: true });
    expect(outcome).toBe('would publish');
    expect(message).toContain('production: first release, 1 service, 1 object');
    expect(git(place.server, 'for-each-ref')).toBe('');
  });

  test('commits as the author that is asked for', async () => {
    await publishTo(place, manifests({ cart: '1.0.0' }), { author: { name: 'Release Bot', email: 'bot@example.com' } });
    expect(git(place.server, 'log', '-1', '--format=%an <%ae>', 'production')).toBe('Release Bot <bot@example.com>');
  });

  test('finds the latest release behind more commits of people than are fetched at first', async () => {
    await publishTo(place, manifests({ cart: '1.0.0' }));
    const clone = path.join(place.folder, 'busy');
    git(place.folder, 'clone', '--quiet', '--branch', 'production', place.server, clone);
    for (let day = 0; day < 60; day++) git(clone, 'commit', '--quiet', '--allow-empty', '--message', `day ${day}`);
    git(clone, 'push', '--quiet', 'origin', 'production');
    await publishTo(place, manifests({ cart: '1.0.1' }));
    expect(subjects(place)[0]).toBe('production: cart 1.0.0 -> 1.0.1, 1 service, 1 object');
  });

  test('removes its temporary folder, also when it fails', async () => {
    const { TMPDIR } = process.env;
    const temporary = path.join(place.folder, 'tmp');
    mkdirSync(temporary);
    process.env.TMPDIR = temporary;
    try {
      await publishTo(place, manifests({ cart: '1.0.0' }));
      await expect(publishTo(place, manifests({}), { repository: path.join(place.folder, 'nowhere') })).rejects.toThrow(UsageError);
      expect(readdirSync(temporary)).toEqual([]);
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  });
});

describe('a publication is refused, and nothing pushed,', () => {
  test.each([
    [
      'by a hook of the server, with its words',
      'echo "freeze until Monday" >&2; exit 1',
      /rejected the push.*\n[\s\S]*freeze until Monday/,
    ],
    ['by a protected branch', 'echo "GH006: Protected branch update failed" >&2; exit 1', /protects the branch.*--branch/],
  ])('%s', async (_, hook, message) => {
    serverHook(place, hook);
    const refusal = publishTo(place, manifests({ cart: '1.0.0' }));
    await expect(refusal).rejects.toThrow(DeliveryRefused);
    await expect(refusal).rejects.toThrow(message);
    expect(git(place.server, 'for-each-ref')).toBe('');
  });

  test('when a link in the branch would lead its files elsewhere', async () => {
    await publishTo(place, manifests({ cart: '1.0.0' }));
    const outside = path.join(place.folder, 'outside');
    const clone = path.join(place.folder, 'malicious');
    git(place.folder, 'clone', '--quiet', '--branch', 'production', place.server, clone);
    git(clone, 'rm', '-r', '--quiet', 'production/eu-west-1');
    symlinkSync(outside, path.join(clone, 'production/eu-west-1'));
    git(clone, 'add', '--all');
    git(clone, 'commit', '--quiet', '--message', 'a link');
    git(clone, 'push', '--quiet', 'origin', 'production');
    await expect(publishTo(place, manifests({ cart: '1.0.1' }))).rejects.toThrow('production/eu-west-1 is a link');
    expect(readdirSync(place.folder)).not.toContain('outside');
  });

  test('when the server does not answer', async () => {
    process.env.GIT_SSH_COMMAND = 'sleep 30 #';
    try {
      const refusal = publishTo(place, manifests({ cart: '1.0.0' }), { repository: 'git@git.example.com:shop/env.git', silenceSeconds: 1 });
      await expect(refusal).rejects.toThrow('does not answer');
    } finally {
      delete process.env.GIT_SSH_COMMAND;
    }
  });

  test('when the branch has a name that git does not allow', async () => {
    await expect(publishTo(place, manifests({ cart: '1.0.0' }), { branch: 'a..b' })).rejects.toThrow(
      'git allows no branch of the name "a..b"',
    );
  });
});

describe('the order of source commits', () => {
  /** A repository of the platform with two commits; `at` puts a checkout of it at one of them. */
  function source(): { folder: string; commits: string[] } {
    const folder = path.join(place.folder, 'platform');
    git(place.folder, 'init', '--quiet', '--initial-branch=main', folder);
    const commits = ['one', 'two'].map((content) => {
      writeFileSync(path.join(folder, 'platform.yaml'), content);
      git(folder, 'add', '--all');
      git(folder, 'commit', '--quiet', '--message', content);
      return git(folder, 'rev-parse', 'HEAD');
    });
    git(folder, 'config', 'uploadpack.allowFilter', 'true');
    git(folder, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    return { folder, commits };
  }

  test('refuses what comes before the latest release, unless it is asked for', async () => {
    const { folder, commits } = source();
    await publishTo(place, manifests({ cart: '2.0.0' }), { sourceFolder: folder });
    expect(trailer('Holdfast-Source')).toBe(`https://git.example.com/shop/platform@${commits[1]}`);
    git(folder, 'checkout', '--quiet', '--detach', commits[0] ?? '');
    const older = { sourceFolder: folder };
    await expect(publishTo(place, manifests({ cart: '1.0.0' }), older)).rejects.toThrow(/holds a later release[\s\S]*--allow-older/);
    expect(subjects(place)).toHaveLength(1);
    expect((await publishTo(place, manifests({ cart: '1.0.0' }), { ...older, allowOlder: true })).outcome).toBe('published');
  });

  test('is found at the origin where the checkout is of one commit only', async () => {
    const { folder, commits } = source();
    await publishTo(place, manifests({ cart: '2.0.0' }), { sourceFolder: folder });
    const shallow = path.join(place.folder, 'shallow');
    git(folder, 'branch', 'old', commits[0] ?? '');
    git(place.folder, 'clone', '--quiet', '--depth=1', '--branch', 'old', `file://${folder}`, shallow);
    await expect(publishTo(place, manifests({ cart: '1.0.0' }), { sourceFolder: shallow })).rejects.toThrow('holds a later release');
  });

  test('that cannot be found is said, and does not stop the publication', async () => {
    const { folder } = source();
    await publishTo(place, manifests({ cart: '2.0.0' }), { sourceFolder: folder });
    const unrelated = path.join(place.folder, 'unrelated');
    git(place.folder, 'init', '--quiet', unrelated);
    git(unrelated, 'commit', '--quiet', '--allow-empty', '--message', 'elsewhere');
    const { outcome, notices } = await publishTo(place, manifests({ cart: '3.0.0' }), { sourceFolder: unrelated });
    expect([outcome, notices]).toEqual(['published', [expect.stringContaining('fetch-depth: 0')]]);
  });

  test('marks a working tree that holds more than its commit', async () => {
    const { folder, commits } = source();
    writeFileSync(path.join(folder, 'platform.yaml'), 'three');
    await publishTo(place, manifests({ cart: '1.0.0' }), { sourceFolder: folder });
    expect(trailer('Holdfast-Source')).toBe(`https://git.example.com/shop/platform@${commits[1]}-dirty`);
  });
});

test('a release that a failed answer hides is found on the branch, and not repeated', async () => {
  const hook = path.join(place.server, 'hooks/post-receive');
  // The server takes the push and then drops the connection before it says so.
  writeFileSync(hook, '#!/bin/sh\nkill -9 $PPID\n', { mode: 0o755 });
  const { outcome } = await publishTo(place, manifests({ cart: '1.0.0' }));
  expect(outcome).toBe('published');
  expect(subjects(place)).toHaveLength(1);
});

test('the write that a caller passes gets the folder of the environment only', async () => {
  const folders: string[] = [];
  await publishTo(place, manifests({ cart: '1.0.0' }), {
    write: (files, folder) => {
      folders.push(path.basename(folder));
      publishTree(files, folder);
    },
  });
  expect(folders).toEqual(['production']);
});
