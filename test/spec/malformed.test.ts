import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatIssue, loadSpec, parseSpec, SpecError, type SpecIssue } from '../../lib/spec';
import { holdfast, inTemporaryFolder, stateOf } from '../support/run';
import { MALFORMED as MALFORMED_PARTS, VALID } from './malformed-cases';
import { ROLLOUTS_AND_SECRETS } from './rollout-cases';

const MALFORMED = [...MALFORMED_PARTS, ...ROLLOUTS_AND_SECRETS];

/** The issues of a platform file; anything else that is thrown fails the test. */
function issuesOf(file: string): readonly SpecIssue[] {
  try {
    loadSpec(file);
  } catch (error) {
    if (error instanceof SpecError) return error.issues;
    throw error;
  }
  return [];
}

/** Words that only a programmer understands, or that hide what was meant. */
const JARGON = /\bInvalid\b|\[object|undefined|NaN|\brecord\b|\n\s+at |Error:/;

describe('a malformed platform file', () => {
  test('is one change away from a valid one', () => {
    expect(() => parseSpec(VALID, 'valid.yaml')).not.toThrow();
  });

  test.each(MALFORMED.map((malformed) => [malformed.name, malformed] as const))(
    '(%s) is refused at its place, in plain words',
    (_, { content, at, says }) => {
      inTemporaryFolder((folder) => {
        const file = path.join(folder, 'platform.yaml');
        writeFileSync(file, content);
        const issues = issuesOf(file);
        const told = issues.map((issue) => `${issue.line}:${issue.column} ${formatIssue(issue)}`);
        expect(told.find((text) => text.startsWith(`${at} `) && says.every((part) => text.includes(part))) ?? told).toEqual(
          expect.any(String),
        );
        for (const text of told) expect(text).not.toMatch(JARGON);
        for (const { line, column } of issues) expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
      });
    },
  );

  test('that does not exist, or is a folder, is named', () => {
    inTemporaryFolder((folder) => {
      mkdirSync(path.join(folder, 'platform.yaml'));
      expect(issuesOf(path.join(folder, 'platform.yaml'))[0]?.found).toBe('a folder');
      expect(issuesOf(path.join(folder, 'none.yaml'))[0]).toMatchObject({
        found: 'no such file',
        fix: expect.stringContaining('PLATFORM_FILE'),
      });
    });
  });

  test('is told all of its errors at once, in the order of the file', () => {
    const broken = VALID.replace('domain: shop', 'domain: Shop')
      .replace('10.0.0.0/16', '10.0.0.0')
      .replace('100%', '1')
      .replace('tier: 1', 'teir: 1')
      .replace('[cart]', '[crat]')
      .replace('thinkTime: 10s', 'thinkTime: 10')
      .replace('tier: 2', 'tier: 9')
      .replace('engine: postgres', 'engine: oracle');
    try {
      parseSpec(broken, 'platform.yaml');
      throw new Error('accepted');
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      const lines = error.issues.map(({ line }) => line);
      expect([...new Set(lines)]).toEqual([2, 8, 16, 18, 19, 26, 29, 36, 42]);
    }
  });

  test('keeps its place behind an anchor: the error is where the value stands', () => {
    const text = VALID.replace('services:', 'x-small: &small { requests: { cpu: 500, memory: 64Mi } }\nservices:').replace(
      '    resources:\n      requests: { cpu: 100m, memory: 128Mi }\n    calls',
      '    resources: *small\n    calls',
    );
    expect(() => parseSpec(text, 'platform.yaml')).toThrow('platform.yaml:17:36: services.web.resources.requests.cpu');
  });

  test('with Windows line ends and a byte order mark is read like any other', () => {
    inTemporaryFolder((folder) => {
      const file = path.join(folder, 'platform.yaml');
      writeFileSync(file, `\ufeff${VALID.replaceAll('\n', '\r\n')}`);
      expect(issuesOf(file)).toEqual([]);
      writeFileSync(file, `\ufeff${VALID.replace('tier: 2', 'tier: 9').replaceAll('\n', '\r\n')}`);
      expect(issuesOf(file)[0]).toMatchObject({ line: 36, column: 11 });
    });
  });
});

describe('holdfast synth of a malformed platform file', () => {
  test.each(MALFORMED.filter((_, i) => i % 8 === 0).map((malformed) => [malformed.name, malformed] as const))(
    '(%s) exits 2 without a stack trace and touches no output',
    (_, { content }) => {
      inTemporaryFolder((folder) => {
        const file = path.join(folder, 'platform.yaml');
        const outdir = path.join(folder, 'dist');
        mkdirSync(outdir);
        writeFileSync(path.join(outdir, 'earlier.yaml'), 'earlier: output\n');
        writeFileSync(file, content);
        const before = stateOf(outdir);
        const { status, stdout, stderr } = holdfast(['synth', '--output', outdir], { PLATFORM_FILE: file, CDKTF_OUTDIR: outdir });
        expect([status, stdout]).toEqual([2, '']);
        expect(stderr).toMatch(/platform\.yaml:\d+:\d+: /);
        expect(stderr).not.toMatch(/\n\s+at /);
        expect(stateOf(outdir)).toEqual(before);
      });
    },
  );
});
