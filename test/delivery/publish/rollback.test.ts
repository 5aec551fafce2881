import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { type RollingBack, rollBack } from '../../../lib/delivery';
import { GIT_ENV, git, manifests, newPlace, type Place, publishTo, pushAsPerson, removePlace, serverHook, subjects } from './support';

let place: Place;
beforeEach(() => {
  place = newPlace();
});
afterEach(() => removePlace(place));

const goBack = (more: Partial<RollingBack> = {}) =>
  rollBack({
    repository: `file://${place.server}`,
    branch: 'production',
    environment: 'production',
    sourceFolder: place.folder,
    pace: { attempts: 20, firstWaitMs: 20, longestWaitMs: 200 },
    ...more,
  });

const release = (cart: string, more: Readonly<Record<string, string>> = {}) => publishTo(place, manifests({ cart, ...more }));
const treeOf = (commit = 'production') => git(place.server, 'rev-parse', `${commit}:production`);

test('three releases and a rollback, seen from two clones, leave exactly the tree of the second', async () => {
  const clones = ['one', 'two'].map((name) => path.join(place.folder, name));
  await release('1.0.0');
  for (const clone of clones) git(place.folder, 'clone', '--quiet', '--branch', 'production', place.server, clone);
  const second = await release('1.1.0', { mail: '3.0.0' });
  await release('1.2.0');

  const { outcome, commit, target } = await goBack({ push: true });
  expect([outcome, target.commit]).toEqual(['rolled back', second.commit]);
  expect(treeOf()).toBe(treeOf(second.commit));
  expect(subjects(place)).toHaveLength(4);
  for (const clone of clones) {
    git(clone, 'pull', '--quiet', '--ff-only');
    expect(git(clone, 'rev-parse', 'HEAD')).toBe(commit);
    expect(git(clone, 'rev-parse', 'HEAD:production')).toBe(treeOf(second.commit));
  }
});

test('the commands that are printed do by hand what --push does', async () => {
  await release('1.0.0');
  const wanted = await release('1.1.0');
  await release('1.2.0');
  await release('1.3.0', { mail: '1.0.0' });
  const { outcome, commands } = await goBack({ to: wanted.commit?.slice(0, 8) });
  expect(outcome).toBe('planned');
  expect(commands[1]).toMatch(/^git -C rollback revert --no-commit [0-9a-f]{12} [0-9a-f]{12}$/);
  execFileSync('sh', ['-ec', commands.join('\n')], { cwd: place.folder, env: GIT_ENV, stdio: 'pipe' });
  expect(treeOf()).toBe(treeOf(wanted.commit));
  expect((await goBack({ to: wanted.release })).outcome).toBe('nothing to roll back');
});

test('a second rollback goes further back, not forward to what was taken back', async () => {
  const first = await release('1.0.0');
  await release('1.1.0');
  await release('1.2.0');
  await goBack({ push: true });
  const { target } = await goBack({ push: true });
  expect(target.commit).toBe(first.commit);
  expect(treeOf()).toBe(treeOf(first.commit));
  await expect(goBack()).rejects.toThrow('nothing to go back to');
});

test('changes of people elsewhere stay, even those made in a commit that also touched the manifests', async () => {
  const wanted = await release('1.0.0');
  pushAsPerson(place, { 'production/eu-west-1/cart/deployment.yaml': 'by hand', 'README.md': 'ours' });
  await release('1.1.0');
  pushAsPerson(place, { CODEOWNERS: '* @shop' });
  const { commands } = await goBack({ push: true, to: wanted.commit });
  expect(commands[1]).toContain('restore --staged --worktree');
  expect(treeOf()).toBe(treeOf(wanted.commit));
  expect(git(place.server, 'show', 'production:README.md')).toBe('ours');
  expect(git(place.server, 'show', 'production:CODEOWNERS')).toBe('* @shop');
});

test('a rollback tells programs which release it restored, and which source that was', async () => {
  const wanted = await release('1.0.0');
  await release('1.1.0');
  await goBack({ push: true });
  const trailers = git(place.server, 'log', '-1', '--format=%(trailers:only)', 'production').split('\n');
  expect(trailers).toEqual([
    'Holdfast-Environment: production',
    'Holdfast-Source: https://git.example.com/shop/platform',
    `Holdfast-Release: ${wanted.release}`,
    `Holdfast-Rollback: ${wanted.commit}`,
    expect.stringMatching(/^Holdfast-Publication: /),
  ]);
});

test('a release that is pushed meanwhile does not become what is restored', async () => {
  const wanted = await release('1.0.0');
  await release('1.1.0');
  const late = path.join(place.folder, 'late');
  git(place.folder, 'clone', '--quiet', '--branch', 'production', place.server, late);
  git(late, 'commit', '--quiet', '--allow-empty', '--message', 'a person was first');
  // The first push of the rollback finds that another one was a moment earlier.
  serverHook(
    place,
    `test -e raced && exit 0; touch raced; unset GIT_DIR GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES; git -C ${late} push --quiet origin production || exit 1`,
  );
  const { outcome, attempts } = await goBack({ push: true });
  expect([outcome, attempts]).toEqual(['rolled back', 2]);
  expect(treeOf()).toBe(treeOf(wanted.commit));
  expect(subjects(place)[1]).toBe('a person was first');
});

test.each([
  ['no release of that name', 'cafe1234', 'is no release of this branch'],
  ['a name that is too short', 'ab', 'is no release of this branch'],
])('%s is bad input, and the releases are listed', async (_, to, message) => {
  const { commit } = await release('1.0.0');
  await expect(goBack({ to })).rejects.toThrow(message);
  await expect(goBack({ to })).rejects.toThrow(String(commit).slice(0, 12));
});

test('a branch that does not exist has nothing to go back to', async () => {
  await expect(goBack()).rejects.toThrow('the branch production does not exist yet');
});
