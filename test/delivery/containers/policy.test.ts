import { load } from 'js-yaml';
import { containerFiles, pipelineFiles } from '../../../lib/delivery';
import type { Platform } from '../../../lib/model';
import { resolvePlatform } from '../../../lib/model';
import { parseSpec } from '../../../lib/spec';
import { platformOf, referenceText } from '../../support/platforms';
import { service } from './support';

const KEY = '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----\n';

interface Policy {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: {
    readonly validationActions: readonly string[];
    readonly failurePolicy: string;
    readonly matchImageReferences: readonly { readonly glob: string }[];
    readonly attestors: readonly {
      readonly name: string;
      readonly cosign: {
        readonly key?: { readonly data: string };
        readonly keyless?: { readonly identities: readonly { readonly issuer: string; readonly subject: string }[] };
      };
    }[];
    readonly attestations: readonly { readonly name: string }[];
    readonly validations: readonly { readonly expression: string; readonly message: string }[];
  };
}

const policyOf = (platform: Platform, environment = 'production') =>
  load(containerFiles(platform).get(`policy/${environment}.yaml`) ?? 'null') as Policy | null;

const verified = (verification: string) =>
  platformOf(service('cart', 'build: { language: go }') + service('bought'), `imageVerification: ${verification}`);

test('nothing is checked unless it is declared', () => {
  const files = containerFiles(platformOf(service('cart', 'build: { language: go }')));
  expect([...files.keys()].filter((file) => file.startsWith('policy/'))).toEqual([]);
});

describe('a platform that admits signed images only', () => {
  const policy = policyOf(verified('{}'));

  test('refuses others, also while nobody can tell', () => {
    expect(policy).toMatchObject({ apiVersion: 'policies.kyverno.io/v1', kind: 'ImageValidatingPolicy' });
    expect(policy?.spec).toMatchObject({ validationActions: ['Deny'], failurePolicy: 'Fail' });
    expect(policyOf(verified('{ action: audit }'))?.spec.validationActions).toEqual(['Audit']);
  });

  test('asks for images of its own, and leaves those of others alone', () => {
    const globs = policy?.spec.matchImageReferences.map(({ glob }) => glob) ?? [];
    expect(globs).toEqual([
      '111111111111.dkr.ecr.eu-central-1.amazonaws.com/shop/production/*',
      '111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop/production/*',
      'registry.example.com/shop/cart:*',
      'registry.example.com/shop/cart@*',
    ]);
  });

  test('trusts the workflow of its repository that signs, on its main branch, and nobody else', () => {
    expect(policy?.spec.attestors.map(({ cosign }) => cosign.keyless?.identities)).toEqual([
      [
        {
          issuer: 'https://token.actions.githubusercontent.com',
          subject: 'https://github.com/example/shop/.github/workflows/build.yml@refs/heads/main',
        },
      ],
    ]);
  });

  test('trusts exactly the signer of the delivery pipelines', () => {
    const subject = policy?.spec.attestors[0]?.cosign.keyless?.identities[0]?.subject ?? '';
    const workflows = [...pipelineFiles(verified('{}'))].filter(([, text]) => text.includes('cosign verify '));
    const onGithub = workflows.filter(([file]) => file.startsWith('github/'));
    expect(onGithub.length).toBeGreaterThan(0);
    for (const [, text] of onGithub) expect(text).toContain(subject);
  });

  test('checks what it names: the signature, and every attestation, of every container of a pod', () => {
    const expressions = policy?.spec.validations.map(({ expression }) => expression) ?? [];
    expect(expressions[0]).toContain('verifyImageSignatures(image, [attestors.pipeline])');
    for (const { name } of policy?.spec.attestations ?? []) {
      expect(expressions.filter((expression) => expression.includes(`attestations.${name},`))).toHaveLength(1);
    }
    for (const expression of expressions) {
      for (const kind of ['containers', 'initContainers', 'ephemeralContainers']) expect(expression).toContain(`images.${kind}`);
      expect(expression).toMatch(/\.all\(count, count > 0\)$/);
    }
  });

  test('trusts a key instead, when one is declared', () => {
    const [attestor] = policyOf(verified(JSON.stringify({ publicKey: KEY })))?.spec.attestors ?? [];
    expect(attestor?.cosign).toMatchObject({ key: { data: KEY } });
    expect(attestor?.cosign).not.toHaveProperty('keyless');
  });
});

const at = (repository: string, verification = '{}') =>
  resolvePlatform(
    parseSpec(
      `${referenceText().replace(/^repository: .*$/m, `repository: ${repository}`)}\nimageVerification: ${verification}\n`,
      'test.yaml',
    ).spec,
  );

test('each environment has its own registries, and so its own policy', () => {
  const platform = at('https://github.com/example/shop');
  const globs = (environment: string) => JSON.stringify(policyOf(platform, environment)?.spec.matchImageReferences);
  expect(globs('staging')).toContain('/staging/*');
  expect(globs('staging')).not.toContain('/production/*');
  expect(globs('production')).toContain('/production/*');
});

test('a repository on GitLab is trusted by its pipeline file', () => {
  expect(policyOf(at('git@gitlab.com:group/shop.git'))?.spec.attestors[0]?.cosign.keyless?.identities).toEqual([
    { issuer: 'https://gitlab.com', subject: 'https://gitlab.com/group/shop//.gitlab-ci.yml@refs/heads/main' },
  ]);
});

test('a repository that Fulcio does not know needs a key, and is told so', () => {
  expect(() => containerFiles(at('https://git.example.com/shop'))).toThrow(/imageVerification.*declare imageVerification\.publicKey/);
  expect(() => containerFiles(at('https://git.example.com/shop', JSON.stringify({ publicKey: KEY })))).not.toThrow();
});
