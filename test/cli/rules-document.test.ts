import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rulesDocument } from '../../lib/cli/report/rules-document';
import { RULES } from '../../lib/policy';
import { ROOT } from '../support/platforms';

describe('docs/rules.md', () => {
  test('says what the rules say: run `npm run docs` when this fails', () => {
    expect(readFileSync(path.join(ROOT, 'docs/rules.md'), 'utf8')).toBe(rulesDocument(RULES));
  });

  test.each(RULES.map(({ id, why, mend }) => [id, why, mend]))('has a section on %s, with why and mend', (id, why, mend) => {
    const section = rulesDocument(RULES).split(`### ${id}\n`)[1]?.split('### ')[0];
    expect(section).toContain(why);
    expect(section).toContain(mend);
  });

  test('tells how to waive a rule and how to change its severity', () => {
    expect(rulesDocument(RULES)).toMatch(/waivers:\n {2}- rule: .+[\s\S]+severities:\n {2}K/);
  });
});
