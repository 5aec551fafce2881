import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { GIT_ENV, git, newPlace, type Place, removePlace, subjects } from '../delivery/publish/support';
import { ROOT, referenceText } from '../support/platforms';
import { type Ended, holdfast } from '../support/run';

let place: Place;
beforeEach(() => {
  place = newPlace();
});
afterEach(() => removePlace(place));

/** Runs holdfast for the reference platform, with a line of it changed. */
function run(args: readonly string[], change: (text: string) => string = (text) => text): Ended {
  const platform = path.join(place.folder, 'platform.yaml');
  writeFileSync(platform, change(referenceText()));
  return holdfast([...args, '--repository', place.server], { ...GIT_ENV, PLATFORM_FILE: platform });
}

const newFrontend = (text: string) => text.replace('frontend:v0.10.6', 'frontend:v0.10.7');

describe('holdfast publish', () => {
  test('and rollback release, repeat, release again and go back, with figures as JSON', () => {
    const first = run(['publish', '--branch', 'staging', '--json']);
    expect([first.status, first.stderr]).toEqual([0, '']);
    const made = JSON.parse(first.stdout) as { outcome: string; commit: string };
    expect([made.outcome, made.commit]).toEqual(['published', git(place.server, 'rev-parse', 'staging')]);
    expect(git(place.server, 'ls-tree', '--name-only', 'staging:staging/us-east-1')).toContain('frontend');

    expect(run(['publish', '--environment', 'staging']).stdout).toContain('nothing to publish');
    expect(run(['publish', '--environment', 'staging'], newFrontend).stdout).toContain('staging: frontend v0.10.6 -> v0.10.7');

    expect(run(['rollback', '--environment', 'staging']).stdout).toMatch(/\n->.*first release[\s\S]*git -C rollback revert --no-commit/);
    const back = run(['rollback', '--environment', 'staging', '--push']);
    expect([back.status, back.stderr]).toEqual([0, '']);
    expect(git(place.server, 'rev-parse', 'staging:staging')).toBe(git(place.server, 'rev-parse', `${made.commit}:staging`));
    expect(subjects(place, 'staging')).toHaveLength(3);
  });

  test('of one region leaves the others as they are, and of one built image the other images', () => {
    const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
    const release = (region: string, digests: object) => {
      const file = path.join(place.folder, 'digests.json');
      writeFileSync(file, JSON.stringify(digests));
      const ended = run(['publish', '--environment', 'production', '--region', region, '--digests', file]);
      expect([ended.status, ended.stderr]).toEqual([0, '']);
    };
    const imageIn = (region: string, service: string) =>
      / image: (\S+)/.exec(git(place.server, 'show', `production:production/${region}/${service}/deployment.yaml`))?.[1];
    const ecr = (region: string, service: string) => `222222222222.dkr.ecr.${region}.amazonaws.com/online-boutique/production/${service}`;

    release('us-west-2', { frontend: digest('a') });
    expect(git(place.server, 'ls-tree', '--name-only', 'production:production')).not.toContain('us-east-1');
    release('us-east-1', { frontend: digest('a'), cartservice: digest('b') });
    release('us-east-1', { frontend: digest('c') });

    expect(imageIn('us-east-1', 'frontend')).toBe(`${ecr('us-east-1', 'frontend')}@${digest('c')}`);
    expect(imageIn('us-east-1', 'cartservice')).toBe(`${ecr('us-east-1', 'cartservice')}@${digest('b')}`);
    expect(imageIn('us-west-2', 'frontend')).toBe(`${ecr('us-west-2', 'frontend')}@${digest('a')}`);
    expect(imageIn('us-west-2', 'cartservice')).toContain('microservices-demo/cartservice:v0.10.6@sha256:');
  });

  test.each([
    ['a service that is not built', { loadgenerator: `sha256:${'a'.repeat(64)}` }, 'loadgenerator is no service with a build'],
    ['a digest that is none', ['sha256:abc'], 'expected a JSON object'],
  ])('with %s among the digests is bad usage', (_, digests, message) => {
    const file = path.join(place.folder, 'digests.json');
    writeFileSync(file, JSON.stringify(digests));
    const ended = run(['publish', '--environment', 'staging', '--digests', file]);
    expect([ended.status, ended.stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test('--gitops publishes what Argo CD reads to the branch that its root application names', () => {
    const ended = run(['publish', '--gitops']);
    expect([ended.status, ended.stderr]).toEqual([0, '']);
    const root = git(place.server, 'show', 'gitops:gitops/argocd/application-online-boutique-root.yaml');
    expect(root).toContain('path: gitops/argocd');
    expect(root).toContain('targetRevision: gitops');
  });

  test('pushes nothing when a promise is broken', () => {
    const { status, stderr, stdout } = run(['publish', '--environment', 'production'], (text) =>
      text
        .replace(/^ {4}load:\n/m, '    replicas: { min: 3 }\n    load:\n')
        .replace('    singleton: holds', '    replicas: { min: 2 }\n    #'),
    );
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('nothing was written');
    expect(git(place.server, 'for-each-ref')).toBe('');
  });

  test('pushes nothing as a dry run', () => {
    const { status, stdout } = run(['publish', '--environment', 'staging', '--dry-run']);
    expect([status, stdout]).toEqual([0, expect.stringContaining('would publish to branch staging')]);
    expect(git(place.server, 'for-each-ref')).toBe('');
  });

  test('of an environment that is misspelt is bad usage', () => {
    const { status, stderr } = run(['publish', '--environment', 'producton']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('did you mean production?')]);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('that the server refuses ends with 1, and one that finds no repository with 2', () => {
    writeFileSync(path.join(place.server, 'hooks/pre-receive'), '#!/bin/sh\necho no releases today >&2\nexit 1\n', { mode: 0o755 });
    const refused = run(['publish', '--environment', 'staging']);
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('no releases today')]);
    removePlace({ ...place, folder: place.server });
    const missing = run(['publish', '--environment', 'staging']);
    expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining('there is no git repository at')]);
  });

  test('that is interrupted ends by the signal and leaves no folder behind', async () => {
    const temporary = path.join(place.folder, 'tmp');
    mkdirSync(temporary);
    const child = spawn(
      process.execPath,
      ['lib/cli/holdfast.cjs', 'publish', '--environment', 'staging', '--repository', 'git@git.example.com:shop/env.git'],
      { cwd: ROOT, env: { ...GIT_ENV, TMPDIR: temporary, GIT_SSH_COMMAND: 'sleep 60 #' }, stdio: 'ignore' },
    );
    const ended = once(child, 'exit');
    const clones = () => readdirSync(temporary).filter((name) => name.startsWith('holdfast-publish-'));
    for (let waited = 0; clones().length === 0 && waited < 30_000; waited += 50) await pause(50);
    await pause(500);
    child.kill('SIGINT');
    expect(await ended).toEqual([null, 'SIGINT']);
    expect(clones()).toEqual([]);
  });
});
