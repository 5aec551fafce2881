import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { pipelineFiles } from '../../../lib/delivery';
import { VERIFY_IMAGES } from '../../../lib/delivery/pipelines/scripts/deploy';
import { CHANGED_SERVICES, COLLECT_FILES, COLLECT_OUTPUTS } from '../../../lib/delivery/pipelines/scripts/images';
import { COMMENT_DIFF } from '../../../lib/delivery/pipelines/scripts/verify';
import { filesOf, PLATFORMS } from './support';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-pipelines-'));
  mkdirSync(path.join(folder, 'bin'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A tool that a script finds instead of the real one. */
const stub = (name: string, body: string) => {
  writeFileSync(path.join(folder, 'bin', name), `#!/usr/bin/env bash\n${body}\n`);
  chmodSync(path.join(folder, 'bin', name), 0o755);
};
const bash = (script: string, env: Readonly<Record<string, string>> = {}) =>
  spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${path.join(folder, 'bin')}:${process.env.PATH}`, GITHUB_OUTPUT: path.join(folder, 'output'), HOME: folder, ...env },
  });
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: folder, encoding: 'utf8' }).trim();
const commit = (file: string): string => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), `${Math.random()}`);
  git('add', file);
  git('commit', '-qm', file);
  return git('rev-parse', 'HEAD');
};
const DIGEST = `sha256:${'a'.repeat(64)}`;

/** Every script of every job, as the systems run it. */
const scriptsOf = (content: object): string[] =>
  Object.entries(content).flatMap(([key, value]) => {
    if (key === 'run' && typeof value === 'string') return [value];
    if (key === 'script' && Array.isArray(value)) return [value.join('\n')];
    return typeof value === 'object' && value !== null ? scriptsOf(value) : [];
  });

test.each(PLATFORMS)('bash reads every script of %s', (_, make) => {
  const scripts = ['github', 'gitlab'].flatMap((system) =>
    filesOf(make(), system as 'github' | 'gitlab').flatMap(([file, text]) =>
      file.endsWith('.yml') ? scriptsOf(load(text) as object) : [],
    ),
  );
  expect(scripts.length).toBeGreaterThan(20);
  for (const script of new Set(scripts)) expect(spawnSync('bash', ['--norc', '-n'], { input: script, encoding: 'utf8' }).stderr).toBe('');
});

describe('which services have changed', () => {
  const SERVICES = JSON.stringify([
    { service: 'api', context: 'services/api' },
    { service: 'apiary', context: 'services/apiary' },
    { service: 'web', context: '.' },
  ]);
  const changed = (base: string, buildAll = 'false') => {
    stub('gh', `echo '${base}'`);
    const env = { REPOSITORY: 'example/shop', BRANCH: 'main', BUILD_ALL: buildAll, COMMIT: 'HEAD', SERVICES };
    const { status, stderr } = bash(CHANGED_SERVICES, env);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const output = readFileSync(path.join(folder, 'output'), 'utf8').replace('services=', '');
    return (JSON.parse(output) as { service: string }[]).map(({ service }) => service);
  };
  const repository = () => {
    git('init', '-q');
    return commit('README.md');
  };

  test('those below whose folder something changed since the last delivery, whatever failed in between', () => {
    const delivered = repository();
    commit('services/api/main.js');
    commit('docs/read.md');
    expect(changed(delivered)).toEqual(['api', 'web']);
  });

  test('none when nothing has changed', () => {
    expect(changed(repository())).toEqual([]);
  });

  test.each([
    ['the first delivery', ''],
    ['a history that was rewritten', 'f'.repeat(40)],
  ])('all for %s', (_, base) => {
    repository();
    expect(changed(base)).toEqual(['api', 'apiary', 'web']);
  });

  test('all when a person asks for it', () => {
    expect(changed(repository(), 'true')).toEqual(['api', 'apiary', 'web']);
  });
});

describe('digests on their way to a deployment', () => {
  const collected = (built: object) => {
    const { status } = bash(COLLECT_OUTPUTS, { BUILT: JSON.stringify(built) });
    return status === 0 ? readFileSync(path.join(folder, 'output'), 'utf8') : status;
  };

  test('services that were not built are left out', () => {
    expect(collected({ api: DIGEST, web: '' })).toBe(`digests={"api":"${DIGEST}"}\n`);
    expect(collected({})).toContain('digests={}');
  });

  test('a tag in the place of a digest stops the delivery', () => {
    expect(collected({ api: 'latest' })).not.toBe(0);
    expect(typeof collected({ api: 'latest' })).toBe('number');
  });

  test('files of several builds make one object, and none of them an empty one', () => {
    expect(bash(`${COLLECT_FILES}\necho "$DIGESTS"`).stdout).toBe('{}\n');
    for (const service of ['api', 'web'])
      writeFileSync(path.join(folder, 'digests', `${service}.json`), JSON.stringify({ [service]: DIGEST }));
    expect(JSON.parse(bash(`${COLLECT_FILES}\necho "$DIGESTS"`).stdout)).toEqual({ api: DIGEST, web: DIGEST });
  });
});

describe('verifying before publishing', () => {
  const env = { DIGESTS: JSON.stringify({ api: DIGEST }), REGISTRY: 'registry.example.com/shop', SIGNER: 'us', ISSUER: 'https://issuer' };

  test('signature, bill of materials and provenance are asked for by digest', () => {
    stub('cosign', 'echo "$@" >> asked');
    expect(bash(VERIFY_IMAGES, env).status).toBe(0);
    const image = `registry.example.com/shop/api@${DIGEST}`;
    const identity = '--certificate-identity us --certificate-oidc-issuer https://issuer';
    expect(readFileSync(path.join(folder, 'asked'), 'utf8').trim().split('\n')).toEqual([
      `verify ${identity} ${image}`,
      `verify-attestation ${identity} --type spdxjson ${image}`,
      `verify-attestation ${identity} --type slsaprovenance ${image}`,
    ]);
  });

  test.each(['verify ', 'verify-attestation .*spdxjson', 'verify-attestation .*slsaprovenance'])('stops where %s fails', (failing) => {
    stub('cosign', `[[ ! "$*" =~ ^${failing.replaceAll(' ', '\\ ')} ]]`);
    expect(bash(VERIFY_IMAGES, env).status).not.toBe(0);
  });
});

describe('the comment on a pull request', () => {
  const comment = (existing: string, diff: string) => {
    writeFileSync(path.join(folder, 'rendered.diff'), diff);
    stub('gh', `echo "$@" >> calls; if [[ "$*" == *--paginate* ]]; then printf '${existing}'; fi`);
    const { status, stderr } = bash(COMMENT_DIFF, { REPOSITORY: 'example/shop', PULL_REQUEST: '7' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return {
      call: readFileSync(path.join(folder, 'calls'), 'utf8').trim().split('\n').at(-1),
      body: readFileSync(path.join(folder, 'comment.md'), 'utf8'),
    };
  };

  test('is made once and then updated', () => {
    expect(comment('', 'diff a b\n').call).toContain('--method POST repos/example/shop/issues/7/comments');
    expect(comment('41\\n42\\n', 'diff a b\n').call).toContain('--method PATCH repos/example/shop/issues/comments/41');
  });

  test('stays within what a comment holds, and says when nothing changes', () => {
    expect(comment('', `diff ${'x'.repeat(200_000)}\n`).body.length).toBeLessThan(65_536);
    expect(comment('', '').body).toContain('does not touch the rendered output');
  });
});

test.each(PLATFORMS)('the same platform gives the same bytes: %s', (_, make) => {
  expect([...pipelineFiles(make())]).toEqual([...pipelineFiles(make())]);
});

test.each(PLATFORMS)('no secret stands in a file, and none on a command line: %s', (_, make) => {
  for (const [, text] of pipelineFiles(make())) {
    expect(text).not.toMatch(/AKIA[0-9A-Z]{16}|ghp_\w{20}|-----BEGIN/);
    expect(text).not.toMatch(/--password[ =]|-p "\$|https:\/\/[^/\s]*:\$/);
  }
});
