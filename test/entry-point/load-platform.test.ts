import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadPlatform, runEntryPoint } from '../../lib/entry-point';
import { loadImages } from '../../lib/entry-point/load-images';
import { loadSpec, SpecError, UsageError } from '../../lib/spec';
import { ROOT, referenceText } from '../support/platforms';
import { inTemporaryFolder } from '../support/run';

// Put together here, so that no scanner takes this file for a leak.
const KEY_ID = ['AKIA', 'EXAMPLE0EXAMPLE0'].join('');
const PASSWORD = ['hunter2', 'hunter2'].join('-');

/** What is said about a platform file; nothing when it is taken. The file is read before anything is waited for. */
async function refusalOf(text: string): Promise<SpecError | undefined> {
  const loading = inTemporaryFolder((folder) => {
    process.env.PLATFORM_FILE = path.join(folder, 'platform.yaml');
    writeFileSync(process.env.PLATFORM_FILE, text);
    return loadPlatform();
  });
  delete process.env.PLATFORM_FILE;
  try {
    await loading;
    return undefined;
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
}

const issuesOf = async (text: string) => (await refusalOf(text))?.issues.map(({ line, found }) => `${line} ${found}`);

test('the reference platform holds no secret', async () => {
  expect(await refusalOf(referenceText())).toBeUndefined();
});

test.each(['small.yaml', 'progressive.yaml'])('the fixture %s holds no secret', async (name) => {
  expect(await refusalOf(readFileSync(path.join(ROOT, 'test/fixtures', name), 'utf8'))).toBeUndefined();
});

test('a secret in a value refuses the file', async () => {
  const text = referenceText().replace('PORT: "8080"', `PORT: "8080"\n        DB_PASSWORD: ${PASSWORD}`);
  const line = text.split('\n').findIndex((row) => row.includes('DB_PASSWORD')) + 1;
  expect(await issuesOf(text)).toEqual([`${line} a literal password or token`]);
});

test('a secret in a comment refuses the file', async () => {
  expect(await issuesOf(`# old key: ${KEY_ID}\n${referenceText()}`)).toEqual(['1 an AWS access key id']);
});

test('a secret below a key of the user refuses the file', async () => {
  expect(await issuesOf(`x-old: [${KEY_ID}]\n${referenceText()}`)).toEqual(['1 an AWS access key id']);
});

test('what refuses the file does not repeat the secret, even where the file is wrong in other ways', async () => {
  const refusal = await refusalOf(`platform: { ${KEY_ID}: 1 }\nservices: ${KEY_ID}\n`);
  expect(refusal?.issues).toHaveLength(2);
  expect(JSON.stringify(refusal?.issues) + refusal?.message).not.toContain(KEY_ID);
  expect(refusal?.message).toContain('secret store');
});

test('a Dockerfile beside the platform file is held against the service', async () => {
  const text = `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 } }
environments: { live: { account: "111111111111", regions: [primary] } }
services:
  web:
    tier: 3
    image: registry.example.com/web:1.0.0
    ports: { http: { port: 8080, protocol: http } }
    probe: { http: { path: / } }
    resources: { requests: { cpu: 100m, memory: 64Mi } }
    build: { language: go, context: web }
`;
  const images = await inTemporaryFolder((folder) => {
    const file = path.join(folder, 'platform.yaml');
    writeFileSync(file, text);
    mkdirSync(path.join(folder, 'web'));
    writeFileSync(path.join(folder, 'web/Dockerfile'), 'FROM alpine\nUSER 1000\nEXPOSE 8080\n');
    return loadImages(loadSpec(file));
  });
  expect(images.get('web')).toMatchObject({ user: 1000, ports: [8080] });
});

describe('an entry point', () => {
  const codeOf = async (command: () => void | Promise<void>) => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    await runEntryPoint(command);
    write.mockRestore();
    const code = process.exitCode;
    process.exitCode = undefined;
    return code;
  };

  test.each([
    ['that returns', () => undefined, 0],
    [
      'that throws',
      () => {
        throw new UsageError('no');
      },
      2,
    ],
    ['that is done later', () => Promise.resolve(), 0],
    ['that fails later', () => Promise.reject(new UsageError('no')), 2],
  ])('%s ends with its exit code', async (_, command, expected) => {
    expect(await codeOf(command)).toBe(expected);
  });

  test('passes on what is a defect of ours', async () => {
    await expect(runEntryPoint(() => Promise.reject(new TypeError('x is no function')))).rejects.toThrow(TypeError);
  });
});
