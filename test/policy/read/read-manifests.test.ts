import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkManifests, readManifests } from '../../../lib/policy';
import { UsageError } from '../../../lib/spec';
import { ROOT } from '../../support/platforms';
import { inTemporaryFolder } from '../../support/run';

const account = (name: string) => `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n`;
const nameOf = (object: unknown) => (object as { metadata: { name: string } }).metadata.name;

/** What is read from files of a folder. */
const readFiles = (files: Readonly<Record<string, string>>) =>
  inTemporaryFolder((folder) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    return readManifests(folder);
  });
const readText = (text: string) => readFiles({ 'a.yaml': text });
const named = ({ objects }: ReturnType<typeof readManifests>) => objects.map(({ object }) => nameOf(object));
const dataOf = (yaml: string) => readText(`apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: ${yaml}\n`).objects[0]?.object;

describe('a folder', () => {
  test('is read file by file in the order of names, folders in it included', () => {
    const files = { 'b.yml': account('b'), 'a/z.yaml': account('z'), 'c.JSON': '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"c"}}' };
    expect(named(readFiles(files))).toEqual(['z', 'b', 'c']);
  });

  test('is read without folders of tools and packages, and without files of other kinds', () => {
    const files = { 'a.yaml': account('a'), '.git/b.yaml': account('b'), 'node_modules/c.yaml': account('c'), 'd.txt': account('d') };
    const read = readFiles(files);
    expect([named(read), read.files]).toEqual([['a'], 1]);
  });

  test('that holds itself by a link is read once', () => {
    inTemporaryFolder((folder) => {
      writeFileSync(path.join(folder, 'a.yaml'), account('a'));
      mkdirSync(path.join(folder, 'inner'));
      symlinkSync('..', path.join(folder, 'inner', 'loop'));
      symlinkSync('loop', path.join(folder, 'inner', 'loop2'));
      expect(named(readManifests(folder))).toEqual(['a']);
    });
  });

  test('with a link that leads nowhere says so, and is read', () => {
    inTemporaryFolder((folder) => {
      writeFileSync(path.join(folder, 'a.yaml'), account('a'));
      symlinkSync('missing.yaml', path.join(folder, 'b.yaml'));
      const { broken, ...read } = readManifests(folder);
      expect(named({ broken, ...read })).toEqual(['a']);
      expect(broken[0]?.message).toContain('ENOENT');
    });
  });

  test.each([
    ['does not exist', path.join(ROOT, 'no-such-folder')],
    ['holds no YAML', path.join(ROOT, 'docs/images')],
  ])('that %s is bad usage', (_name, folder) => {
    expect(() => readManifests(folder)).toThrow(UsageError);
  });
});

describe('the objects of a file', () => {
  test('stand in several documents, with comments, empty documents and directives between them', () => {
    const text = `%YAML 1.1\n---\n# Source: a\n${account('a')}---\n# nothing\n---\n\n${account('b')}...\n---\n${account('c')}`;
    const { objects } = readText(text);
    expect(objects.map(({ object, line }) => [nameOf(object), line])).toEqual([
      ['a', 4],
      ['b', 12],
      ['c', 18],
    ]);
  });

  test('are the members of lists, and of lists in lists', () => {
    const member = (name: string) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } });
    const inner = { apiVersion: 'v1', kind: 'ServiceAccountList', metadata: {}, items: [member('b')] };
    const { objects } = readText(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [member('a'), inner] }, null, 1));
    expect(objects.map(({ object, line }) => [nameOf(object), line])).toEqual([
      ['a', 5],
      ['b', 17],
    ]);
  });

  test.each([
    ['a byte order mark', `\ufeff${account('a')}`],
    ['line ends of Windows', account('a').replaceAll('\n', '\r\n')],
    ['line ends of Windows between documents', `---\r\n${account('a').replaceAll('\n', '\r\n')}---\r\n`],
    ['no line end', account('a').trimEnd()],
    ['an anchor and a merge', 'x: &m { name: a }\napiVersion: v1\nkind: ServiceAccount\nmetadata: { <<: *m }\n'],
    ['a kind that nobody knows', account('a').replace('ServiceAccount', 'Unheard').replace('v1', 'example.com/v1')],
  ])('are read with %s', (_name, text) => {
    const { broken, skipped, ...read } = readText(text);
    expect([named({ broken, skipped, ...read }), broken, skipped]).toEqual([['a'], [], []]);
  });

  test.each([
    ['yes', true],
    ['Off', false],
    ['"yes"', 'yes'],
    ['0644', 420],
    ['2027-01-31', '2027-01-31'],
    ['12:30:45', '12:30:45'],
    ['1_000', 1000],
    ['~', null],
    ['.', '.'],
    ['1.5', 1.5],
  ])('have the value that Kubernetes reads: %s is %p', (written, value) => {
    expect(dataOf(`{ value: ${written} }`)).toMatchObject({ data: { value } });
  });

  test('have keys as text, whatever they look like', () => {
    expect(dataOf('{ 80: http, constructor: a, 1.5: b }')).toMatchObject({ data: { '80': 'http', constructor: 'a', '1.5': 'b' } });
  });
});

describe('a chart as Helm renders it', () => {
  const { objects, skipped, broken } = readManifests(path.join(ROOT, 'test/fixtures/manifests/rendered-chart.yaml'));
  const findings = checkManifests({ objects });

  test('is read whole, with nothing to skip', () => {
    expect(objects.map(({ object, line }) => [(object as { kind: string }).kind, line])).toEqual([
      ['ServiceAccount', 5],
      ['Service', 13],
      ['Deployment', 27],
      ['Pod', 56],
    ]);
    expect([skipped, broken]).toEqual([[], []]);
  });

  test.each([
    ['K01', 'shop/Deployment/cart', 50, 13, 'a field'],
    ['K21', 'shop/Deployment/cart', 33, 3, 'a field of the object'],
    ['K17', 'shop/Deployment/cart', 47, 11, 'the container that lacks the field'],
    ['K08', 'shop/Pod/cart-test', 64, 3, 'a switch that YAML 1.1 turns on'],
    ['K22', 'shop/Deployment/cart', 32, 1, 'the spec'],
  ])('has a finding of %s for %s in line %i, column %i: %s', (rule, subject, line, column) => {
    const place = findings.find((finding) => finding.rule === rule && finding.subject === subject)?.location;
    expect(place).toMatchObject({ file: 'test/fixtures/manifests/rendered-chart.yaml', line, column });
  });

  test('keeps rule K11, since `no` is false in YAML 1.1', () => {
    expect(findings.filter(({ rule, subject }) => rule === 'K11' && subject === 'shop/Deployment/cart')).toEqual([]);
  });
});

test('places are counted from the start of the file, in a list as well', () => {
  const { objects } = readText(`# one\n---\napiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Pod
    metadata: { name: a }\n    spec:\n      hostPID: true\n`);
  const finding = checkManifests({ objects }).find(({ rule }) => rule === 'K08');
  expect(finding?.location).toMatchObject({ line: 10, column: 7, path: 'spec.hostPID' });
});
