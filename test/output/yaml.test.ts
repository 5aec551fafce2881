import fc from 'fast-check';
import { parse } from 'yaml';
import { toYaml } from '../../lib/output';

describe('rendered YAML', () => {
  const readers = [
    ['1.1, as Kubernetes reads it', '1.1'],
    ['1.2', '1.2'],
  ] as const;

  test.each(readers)('gives back any text under YAML %s', (_, version) => {
    const tricky = [
      'on',
      'yes',
      'n',
      '0777',
      '1e3',
      '1_000',
      '12:30',
      '0b11',
      '~',
      '=',
      '2026-01-01',
      '0x1F',
      'null',
      '',
      '@x',
      '*a',
      '%',
      'a: b',
      'a #b',
      ' x ',
      'a\nb',
      '08',
      '0_',
    ];
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...tricky), fc.string()), (text) => {
        expect(parse(toYaml({ text }), { version })).toEqual({ text });
      }),
    );
  });

  test('folds no line, so that a change of one word is a change of one line', () => {
    expect(
      toYaml({ text: 'word '.repeat(100).trim() })
        .trimEnd()
        .split('\n'),
    ).toHaveLength(1);
  });
});
