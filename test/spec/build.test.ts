import { formatIssue, parseSpec, SpecError } from '../../lib/spec';
import { service } from '../delivery/containers/support';

const parsed = (build: string) =>
  parseSpec(
    `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 } }
environments: { production: { account: "111111111111", regions: [primary] } }
services:
${service('cart', `build: ${build}`)}`,
    'test.yaml',
  ).spec.services.cart?.build;

/** What a person is told about a build. */
function told(build: string): string {
  try {
    parsed(build);
  } catch (error) {
    if (error instanceof SpecError) return error.issues.map(formatIssue).join('\n');
    throw error;
  }
  return '';
}

test('a language is enough: its newest version, built as usual', () => {
  expect(parsed('{ language: node }')).toEqual({ language: 'node', version: '24' });
  expect(parsed('{ language: python, context: ./services/cart/ }')).toMatchObject({ version: '3.13', context: './services/cart/' });
});

test.each([
  ['an unknown language', '{ language: nodejs }', ['build.language', 'one of node, go, python, java, dotnet', 'did you mean node?']],
  ['no language', '{ context: src }', ['build.language', '(required)']],
  ['a version that YAML reads as a number', '{ language: go, version: 1.25 }', ['build.version', 'put it in quotes', '"1.25"']],
  ['a version without a runtime image', '{ language: python, version: "2.7" }', ['build.version', 'one of "3.11", "3.13"']],
  ['what another language has', '{ language: go, packageManager: npm }', ['the unknown key "packageManager"']],
  ['a folder outside of the repository', '{ language: node, context: ../cart }', ['build.context', 'a folder of its repository']],
  ['a file outside of the context', '{ language: node, files: [a/../../b] }', ['build.files[0]', 'below the context']],
  ['a command of two lines', '{ language: node, command: "a\\nb" }', ['build.command', 'one line for the shell']],
  [
    'an entry that its own Dockerfile decides',
    '{ language: go, dockerfile: Dockerfile, entry: cmd }',
    ['build.entry', 'remove entry, or dockerfile'],
  ],
])('%s is refused at its place, in plain words', (_, build, says) => {
  for (const part of says) expect(told(build)).toContain(part);
});
