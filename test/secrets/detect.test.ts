import { createHash, randomBytes } from 'node:crypto';
import { detectSecrets, namesASecret, secretIn } from '../../lib/secrets';

// Put together here, so that no scanner takes this file for a leak.
const join = (...parts: readonly string[]) => parts.join('');
const KEY_ID = join('AKIA', 'EXAMPLE0EXAMPLE0');
const ACCESS_KEY = join('wJalrXUtnFEMI/K7MDENG', '/bPxRfiCYzEXAMPLEKEY');
const sha256 = createHash('sha256').update('holdfast').digest('hex');
const sha1 = createHash('sha1').update('holdfast').digest('hex');
const pem = (noun: string) =>
  `-----BEGIN ${noun}-----\n${randomBytes(300)
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')}\n-----END ${noun}-----\n`;

test('a secret is told by kind, line and column, and its value by nobody', async () => {
  const found = await detectSecrets(`platform: shop\n# key: ${KEY_ID}\n`);
  expect(found).toEqual([{ kind: 'an AWS access key id', line: 2, column: 8, start: 22, end: 42 }]);
  expect(JSON.stringify(found)).not.toContain(KEY_ID);
});

test('secrets are told in the order in which they stand', async () => {
  const found = await detectSecrets(`a: ${ACCESS_KEY}\n\nb: postgres://cart:${'hunter2'}@db/cart\nc: ${KEY_ID}\n`);
  expect(found.map(({ line, kind }) => `${line} ${kind}`)).toEqual([
    '1 a random token',
    '3 an address with a password',
    '4 an AWS access key id',
  ]);
});

test.each([
  ['an AWS access key id', KEY_ID],
  ['an AWS secret key under a harmless name', `bucket: ${ACCESS_KEY}`],
  ['a key of 32 random bytes in base64', `seed: ${createHash('sha256').update('1').digest('base64')}`],
  ['a key of 16 bytes in hex', `value: ${createHash('md5').update('holdfast').digest('hex')}`],
  ['a key of 32 bytes in hex', `value: ${sha256}`],
  ['a GitHub token', join('ghp_', 'a1B2'.repeat(9))],
  ['a Slack token', join('xoxb-', '123456789012-abcdefghijkl')],
  ['a private key', pem(join('RSA PRIV', 'ATE KEY'))],
  ['a SendGrid key, which only secretlint knows', join('SG.', 'a'.repeat(22), '.', 'b'.repeat(43))],
  ['an npm token, which only secretlint knows', join('npm_', 'aB3dE6gH9'.repeat(4))],
  ['an address with a password', 'amqp://cart:hunter2@queue:5672'],
  ['a password by its name', 'db_password: correct-horse'],
  ['a password in quotes', '"clientSecret": "correct-horse"'],
  ['a password in an argument', '--password=correct-horse'],
  ['a password in a flow map', '{ DB_PASSWORD: correct-horse }'],
  ['a password in base64', `data: ${Buffer.from('database:\n  password: correct-horse\n').toString('base64')}`],
  ['a password in a comment', '# password: hunter2-hunter2'],
])('%s is a secret', async (_name, text) => {
  expect(await detectSecrets(text)).toHaveLength(1);
});

test.each([
  ['an image by digest', `image: registry.example.com/shop/cart:1.4.2@sha256:${sha256}`],
  ['a digest', `digest: ${sha256}`],
  ['a checksum', `checksum/config: ${sha256}`],
  ['a Git commit', `targetRevision: ${sha1}`],
  ['a Git commit in text', `built from ${sha1}`],
  ['a UUID', 'id: 3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
  ['an ARN', 'role: arn:aws:iam::222222222222:role/OnlineBoutiqueProductionUsEast1ExternalSecretsReader'],
  ['a certificate', pem('CERTIFICATE')],
  [
    'a certificate in base64',
    `caBundle: ${Buffer.from('-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ2F0\n-----END CERTIFICATE-----\n').toString('base64')}`,
  ],
  ['a public SSH key', `key: ${join('AAAAC3NzaC1lZDI1NTE5AAAAI', 'Kx7b3ZJ0wq8Vd5nP2yT6fHs9LmRgUeXcOiB4aNkQ1jWv')}`],
  ['an address', 'url: https://example.com/a/AbCdEf0123456789GhIjKlMnOpQrStUv/b'],
  ['a network', 'cidr: 2001:0db8:85a3:0000:0000:8a2e:0370:7334/64'],
  ['a name of Kubernetes', 'name: recommendationservice-7d9f8b6c5d-x2x7q'],
  ['a name in words', 'alert: ProductCatalogServiceLatencyBurnRateFast1h5mQuickJumpsWaxVex'],
  ['a path', 'path: /var/lib/kubelet/pods/Containers/Volumes0/ProjectedServiceAccountQxz'],
  ['settings in base64', `data: ${Buffer.from('{"logging":{"level":"INFO","Zone":"eu-1"}}').toString('base64')}`],
  ['settings', '{"retries": 3, "backoff": {"initialInterval": "250ms"}, "kind": "exponential"}'],
  ['a reference', 'password: $' + '{DB_PASSWORD}'],
  ['a template', 'url: postgres://cart:{{ .password }}@db/cart'],
  ['an address with a variable', 'url: postgres://cart:$' + '(DB_PASSWORD)@db/cart'],
  ['a sentence in a comment', '# password: comes from the store'],
  ['a reference below its name', 'PAYMENT_TOKEN:\n  key: cart/payment-provider'],
])('%s is no secret', async (_name, text) => {
  expect(await detectSecrets(text)).toEqual([]);
});

test('random tokens are found and their digests are not', () => {
  const found = Array.from({ length: 200 }, (_, i) => secretIn(createHash('sha256').update(`${i}`).digest('base64')));
  expect(found.filter((kind) => kind === undefined).length).toBeLessThanOrEqual(8);
});

test('the name of a value tells a checksum from a key', () => {
  expect(secretIn(sha256, 'checksum/config')).toBeUndefined();
  expect(secretIn(sha256, 'SEED')).toBe('a random token');
});

test.each([
  ['DB_PASSWORD', 'hunter2', true],
  ['DB_PASSWORD', '', false],
  ['DB_PASSWORD', '$(OTHER)', false],
  ['DB_PASSWORD', 'prefix-{{ .password }}', false],
  ['DB_PASSWORD_FILE', 'hunter2', false],
  ['API_TOKEN', '/run/token', false],
  ['REQUIRE_TOKEN', 'true', false],
])('whether %s with the value %j is a secret: %s', (name, value, expected) => {
  expect(namesASecret(name, value)).toBe(expected);
});

test('a file of one long line is looked through in good time', async () => {
  const start = performance.now();
  await detectSecrets(`token=abcdefgh1 -----BEGIN CERTIFICATE----- `.repeat(40_000));
  expect(performance.now() - start).toBeLessThan(10_000);
});
