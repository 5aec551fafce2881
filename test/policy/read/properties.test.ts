import fc from 'fast-check';
import { stringify } from 'yaml';
import { checkManifests, readDocuments } from '../../../lib/policy';
import { textOf } from '../../../lib/policy/read/text';
import { shop } from '../support';

const read = (content: string | Buffer) => {
  const text = textOf(Buffer.from(content as string));
  return 'skip' in text ? undefined : readDocuments(text, 'a.yaml');
};

const kinds = fc.constantFrom(
  'Deployment',
  'Service',
  'Ingress',
  'NetworkPolicy',
  'CronJob',
  'HorizontalPodAutoscaler',
  'ConfigMap',
  'List',
);
const heads = { apiVersion: fc.constantFrom('v1', 'apps/v1', 'batch/v1', 'policy/v1'), kind: kinds };
const fields = { metadata: fc.jsonValue(), spec: fc.jsonValue(), items: fc.array(fc.jsonValue()), data: fc.jsonValue() };

test('whatever JSON stands in a manifest, it is read and checked without an exception', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.record({ ...heads, ...fields }, { requiredKeys: [] })), (value) => {
      const result = read(JSON.stringify(value));
      checkManifests({ objects: result?.objects ?? [] });
      for (const { message, fix } of result?.broken ?? []) expect(`${message} ${fix}`).not.toMatch(/undefined|\[object/);
    }),
    { numRuns: 500 },
  );
});

test('whatever bytes a file has, it is read without an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void read(Buffer.from(bytes))),
    { numRuns: 500 },
  );
});

test('wherever a good manifest is cut or gets a character too many, it is read without an exception', () => {
  const text = shop()
    .objects.map(({ object }) => stringify(object))
    .join('---\n');
  const mark = fc.constantFrom(
    '',
    '{',
    '}',
    '[',
    '"',
    "'",
    ':',
    '- ',
    '\t',
    '\n---\n',
    '*a',
    '&a ',
    '!x ',
    '|\n',
    '? ',
    '#',
    '%',
    '\0',
    '\r',
  );
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(20), mark, (at, removed, added) => {
      checkManifests({ objects: read(text.slice(0, at) + added + text.slice(at + removed))?.objects ?? [] });
    }),
    { numRuns: 300 },
  );
});

test('an object that is written as YAML comes back as it was', () => {
  const value = fc.oneof(
    fc.string(),
    fc.boolean(),
    fc.integer(),
    fc.constant(null),
    fc.array(fc.string()),
    fc.dictionary(fc.string(), fc.string()),
  );
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string({ minLength: 1 }).filter((key) => key !== '__proto__' && key !== '<<'),
        value,
      ),
      (data) => {
        const object = { apiVersion: 'example.com/v1', kind: 'Any', metadata: { name: 'a' }, data };
        expect(read(stringify(object, { version: '1.1' }))?.objects[0]?.object).toEqual(object);
      },
    ),
    { numRuns: 300 },
  );
});
