import { RULES } from '../../lib/policy';
import { CASES } from './cases';
import { findingsOf, platform, shop } from './support';

const rows = Object.entries(CASES).flatMap(([rule, { breaks, keeps }]) => [
  ...Object.entries(breaks).map(([name, subject]) => ({ rule, name, subject, verdict: 'broken' })),
  ...Object.entries(keeps).map(([name, subject]) => ({ rule, name, subject, verdict: 'kept' })),
]);

test.each(rows)('$rule is $verdict by $name', ({ rule, subject, verdict }) => {
  const found = findingsOf(subject).filter((finding) => finding.rule === rule);
  expect(found.length > 0 ? 'broken' : 'kept').toBe(verdict);
  for (const { location, message, fix } of found) {
    expect(location.path).toBeTruthy();
    expect(message).not.toMatch(/undefined|\[object|NaN|hunter2|AKIA/);
    expect(fix).not.toMatch(/undefined|\[object|NaN/);
  }
});

test.each(RULES.map(({ id }) => id))('%s has cases that break it and cases that keep it', (id) => {
  expect(Object.keys(CASES[id]?.breaks ?? {})).not.toHaveLength(0);
  expect(Object.keys(CASES[id]?.keeps ?? {})).not.toHaveLength(0);
});

test('cases are of rules that exist', () => {
  expect(Object.keys(CASES).filter((id) => !RULES.some((rule) => rule.id === id))).toEqual([]);
});

test('rules are listed by id, each once', () => {
  const ids = RULES.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
});

test.each(RULES.map((rule) => [rule.id, rule] as const))('%s explains itself in one sentence each', (_id, { why, mend, subject }) => {
  expect(why).toMatch(/^[A-Z].+\.$/);
  expect(why).not.toMatch(/\. [A-Z]/);
  expect(mend).toMatch(/^[a-z].+[^.]$/);
  expect(subject).not.toBe('');
});

test('the compliant shop breaks no rule', () => {
  expect(findingsOf(shop({}, { production: true }))).toEqual([]);
});

test('the compliant platform breaks no rule', () => {
  expect(findingsOf(platform())).toEqual([]);
});
