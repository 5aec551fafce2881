import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkManifests, readManifests } from '../../../lib/policy';
import { inTemporaryFolder } from '../../support/run';
import { BROKEN_CASES } from './broken-cases';

/** Nothing takes longer than this for a file of two megabytes, on a machine that does something else too. */
const LONGEST_SECONDS = 30;
const GOOD = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: good }\n';

describe('a manifest that is broken is told of, and the others are checked all the same:', () => {
  test.each(BROKEN_CASES.map((each) => [each.name, each] as const))('%s', (_name, { content, extension = '.yaml', ...expected }) => {
    inTemporaryFolder((folder) => {
      writeFileSync(path.join(folder, `broken${extension}`), content);
      writeFileSync(path.join(folder, 'good.yaml'), GOOD);
      const start = performance.now();
      const { objects, broken, skipped } = readManifests(folder);
      checkManifests({ objects });
      expect((performance.now() - start) / 1000).toBeLessThan(LONGEST_SECONDS);
      expect(objects).toHaveLength(1 + (expected.objects ?? 0));
      expect(objects.at(-1)?.object).toMatchObject({ metadata: { name: 'good' } });

      if (expected.skipped) {
        expect(skipped[0]?.reason).toMatch(expected.skipped);
        expect(broken).toEqual([]);
        return;
      }
      const [finding] = broken;
      expect(finding).toMatchObject({ rule: 'K30', severity: 'error', location: { file: expect.stringMatching(/broken\.(yaml|json)$/) } });
      expect(finding?.message).toMatch(expected.finding ?? /never/);
      expect(finding?.message).toMatch(/^found .+, expected .+/);
      expect(`${finding?.message} ${finding?.fix}`).not.toMatch(/undefined|\[object|NaN/);
      expect(finding?.fix).not.toBe('');
      if (expected.line !== undefined) expect(finding?.location.line).toBe(expected.line);
    });
  });
});
