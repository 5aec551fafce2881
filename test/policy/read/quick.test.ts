import fc from 'fast-check';
import { stringify } from 'yaml';
import { manifestFiles, renderManifests } from '../../../charts/render';
import { chunksOf } from '../../../lib/policy/read/chunks';
import { dataOf, parse } from '../../../lib/policy/read/parse';
import { quickData } from '../../../lib/policy/read/quick';
import { referencePlatform } from '../../support/platforms';
import { shop } from '../support';
import { BROKEN_CASES } from './broken-cases';

/** The data of a text with one document; undefined when there is something wrong with it. */
function careful(text: string): unknown {
  const parsed = parse(text);
  if ('problem' in parsed) return undefined;
  const [document] = parsed.documents;
  const result = document && dataOf(document);
  return result && 'data' in result ? result.data : undefined;
}

describe('the quick reader', () => {
  test('reads what the reference platform renders as the careful one does, and leaves it little', () => {
    const files = [...manifestFiles(renderManifests(referencePlatform())).values()];
    const read = files.filter((file) => {
      const quick = quickData(file);
      if (quick) expect(quick.data).toEqual(careful(file));
      return quick;
    });
    // Alerts hold templates, and those need care.
    expect(read.length).toBeGreaterThan(files.length * 0.85);
  });

  test.each([
    'yes',
    '.',
    '-.',
    '._',
    'No',
    'on',
    'OFF',
    'y',
    'n',
    'true',
    'True',
    '~',
    'null',
    'NULL',
    '""',
    "''",
    '0644',
    '0o644',
    '0x1F',
    '0b101',
    '1_000',
    '08',
    '-0',
    '+12',
    '1.',
    '.5',
    '1e3',
    '1.5E-3',
    '1:30',
    '12:30:45.5',
    '2027-01-31',
    '2027-01-31T10:00:00Z',
    '1.2.3',
    '25%',
    '100m',
    '64Mi',
    '=',
    '-',
    '123456789012345678901234567890',
    '0.1',
    '1__0',
    '_1',
    '0_',
    '"\\x41\\u00e9"',
    "'it''s'",
    'a b',
    'a#b',
    'a #b',
    '"*"',
    "'{{'",
    'http://a:80/b?c=d',
    '[]',
    '{}',
    '[a, 1, yes]',
    '{ a: on, b: [1] }',
    '|\n  a\n  b',
    '>-\n  a\n  b\n\n  c',
    '|+\n  a\n\n',
  ])('reads the value %s as the careful one does', (value) => {
    for (const text of [`key: ${value}\n`, `- ${value}\n`, `${value}\n`]) {
      const quick = quickData(text);
      if (quick) expect(quick.data).toEqual(careful(text));
    }
  });

  test('finds nothing good in what is broken', () => {
    for (const { content, finding } of BROKEN_CASES) {
      if (!finding || typeof content !== 'string') continue;
      for (const { text } of chunksOf(content.slice(0, 10_000))) {
        if (careful(text) === undefined) expect(quickData(text)).toBeUndefined();
      }
    }
  });

  test('agrees with the careful one on whatever a library writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('1.1' as const, '1.2' as const), (value, version) => {
        const text = stringify(value, { version });
        const quick = quickData(text);
        if (quick) expect(quick.data).toEqual(careful(text));
      }),
      { numRuns: 1000 },
    );
  });

  test('agrees with the careful one on a manifest that somebody damaged', () => {
    const text = stringify(shop().objects[0]?.object);
    const mark = fc.constantFrom(
      '',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      ':',
      ': ',
      '- ',
      ' ',
      '\n',
      ',',
      '|',
      '>',
      '? ',
      '#',
      ' #',
      '@',
      '`',
      '%',
      '=',
      '~',
    );
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(10), mark, (at, removed, added) => {
        const damaged = text.slice(0, at) + added + text.slice(at + removed);
        const [quick, slow] = [quickData(damaged), careful(damaged)];
        if (quick && slow !== undefined) expect(quick.data).toEqual(slow);
      }),
      { numRuns: 2000 },
    );
  });
});
