import fc from 'fast-check';
import { gitEnvironment } from '../../../lib/delivery/publish/git/environment';
import { explained } from '../../../lib/delivery/publish/git/explain';
import { identityVariables, sshVariables } from '../../../lib/delivery/publish/git/identity';
import { credentialConfig, redacted, remoteOf } from '../../../lib/delivery/publish/git/remote-url';
import { PACE, waitMs } from '../../../lib/delivery/publish/retry';

const SECRET = 's3cret';

describe('an address with a password', () => {
  const remote = remoteOf(`https://bot:${SECRET}%40x@git.example.com/shop/env.git`);

  test('is shown and passed to git without it', () => {
    expect(remote).toEqual({ url: 'https://git.example.com/shop/env.git', username: 'bot', password: `${SECRET}@x` });
  });

  test('is given to git by a helper that reads the environment', () => {
    const { config, env } = credentialConfig(remote);
    expect(JSON.stringify(config)).not.toContain(SECRET);
    expect(Object.values(env)).toEqual(['bot', `${SECRET}@x`]);
  });

  test('never reaches a message', () => {
    const text = `fatal: unable to access 'https://bot:${SECRET}%40x@git.example.com/': ${SECRET}@x is wrong`;
    expect(explained(new Error(text), remote).message).not.toContain(SECRET);
    expect(redacted('see https://user:pw@host/x and https://token@host')).toBe('see https://***@host/x and https://***@host');
  });
});

test('an address of ssh keeps its user, and a path becomes absolute', () => {
  expect(remoteOf('git@git.example.com:shop/env.git').url).toBe('git@git.example.com:shop/env.git');
  expect(remoteOf('package.json').url).toMatch(/^\/.*package\.json$/);
});

test.each([
  ["fatal: repository 'https://x/' not found", 'UsageError', 'there is no git repository'],
  ['git@x: Permission denied (publickey).', 'UsageError', 'no permission'],
  ["fatal: could not read Username for 'https://x': terminal prompts disabled", 'UsageError', 'no permission'],
  ['remote: error: GH006: Protected branch update failed', 'DeliveryRefused', 'protects the branch'],
  ["fatal: unable to access 'https://x/': Could not resolve host: x", 'DeliveryRefused', 'cannot be reached'],
  ['error: gpg failed to sign the data', 'UsageError', 'sign commits'],
  ['fatal: something new', 'DeliveryRefused', 'git failed'],
])('%s is explained', (text, kind, message) => {
  const error = explained(new Error(text), { url: 'https://x/' });
  expect([error.name, error.message]).toEqual([kind, expect.stringContaining(message)]);
});

test('the environment of git asks no question, and leads into no other repository', () => {
  const env = gitEnvironment({ PATH: '/bin', GIT_DIR: '/elsewhere', EDITOR: 'vi', GIT_SSH_COMMAND: 'ssh -i key', GIT_CONFIG_COUNT: '1' }, [
    ['a.b', 'c'],
  ]);
  expect(env).toEqual({
    PATH: '/bin',
    GIT_SSH_COMMAND: 'ssh -i key',
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_1: 'a.b',
    GIT_CONFIG_VALUE_1: 'c',
  });
});

test('where nobody is configured, holdfast commits; what is configured or asked for wins', () => {
  expect(identityVariables({}, {})).toMatchObject({ GIT_AUTHOR_NAME: 'holdfast', GIT_COMMITTER_EMAIL: 'holdfast@holdfast.invalid' });
  expect(identityVariables({}, { name: 'Ann' })).toMatchObject({ GIT_AUTHOR_NAME: 'Ann', GIT_COMMITTER_NAME: 'Ann' });
  const asked = identityVariables({ GIT_AUTHOR_NAME: 'Env' }, { name: 'Ann' }, { name: 'Bot', email: 'bot@example.com' });
  expect(asked).toMatchObject({ GIT_AUTHOR_NAME: 'Bot', GIT_COMMITTER_NAME: 'Ann' });
});

test('ssh asks nothing, unless the person has an ssh command of their own', () => {
  expect(sshVariables({}, {}).GIT_SSH_COMMAND).toContain('BatchMode=yes');
  expect(sshVariables({}, { sshCommand: 'ssh -i key' })).toEqual({});
});

test('a wait is never negative, nor longer than the longest', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: PACE.attempts }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const wait = waitMs(attempt, PACE, random);
      return wait >= 0 && wait <= PACE.longestWaitMs;
    }),
  );
  expect([1, 2, 3, 4, 5, 6, 7].map((attempt) => waitMs(attempt, PACE, 1))).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
});
