import { applyWaivers, type Finding, runRules } from '../../lib/policy';
import { platformOf } from '../support/platforms';

const finding = (rule: string, subject: string): Finding => ({
  rule,
  severity: 'error',
  subject,
  message: 'is wrong',
  fix: 'mend it',
  location: {},
});
const waiver = (rule: string, subject: string, expires = '2027-01-31') => ({ rule, subject, reason: 'a test', expires });
const TODAY = '2027-01-15';

const cart = finding('K21', 'production/us-east-1/shop/Deployment/cart');

test.each([
  ['the service', 'cart'],
  ['the service in one region', 'production/us-east-1/cart'],
  ['kind and name', 'Deployment/cart'],
  ['the whole subject', cart.subject],
])('a waiver for %s covers a finding on its Deployment', (_name, subject) => {
  const { findings, waived } = applyWaivers([cart], [waiver('K21', subject)], TODAY);
  expect(findings).toEqual([]);
  expect(waived).toEqual([{ finding: cart, waiver: waiver('K21', subject) }]);
});

test.each([
  ['another rule', waiver('K22', 'cart')],
  ['another service', waiver('K21', 'basket')],
  ['a service whose name ends alike', waiver('K21', 'art')],
  ['another region', waiver('K21', 'production/us-west-2/cart')],
])('a waiver for %s covers nothing, and is named as unused', (_name, other) => {
  const { findings, unused } = applyWaivers([cart], [other], TODAY);
  expect(findings).toEqual([cart]);
  expect(unused).toEqual([other]);
});

test('a waiver covers a finding of the model', () => {
  const { findings } = applyWaivers(
    [finding('X13', 'production/us-east-1/cart'), finding('X14', 'cart')],
    [waiver('X13', 'cart'), waiver('X14', 'cart')],
    TODAY,
  );
  expect(findings).toEqual([]);
});

test('a waiver holds on its last day', () => {
  expect(applyWaivers([cart], [waiver('K21', 'cart', TODAY)], TODAY).findings).toEqual([]);
});

test('an expired waiver covers nothing, and is an error of its rule', () => {
  const { findings } = applyWaivers([cart], [waiver('K21', 'cart', '2027-01-14')], TODAY);
  expect(findings).toHaveLength(2);
  expect(findings[1]).toMatchObject({ rule: 'K21', severity: 'error', subject: 'cart', location: { path: 'waivers[0]' } });
  expect(findings[1]?.message).toContain('expired on 2027-01-14');
});

test('an expired waiver is an error even when the rule is kept by now', () => {
  expect(applyWaivers([], [waiver('K21', 'cart', '2027-01-14')], TODAY).findings).toHaveLength(1);
});

describe('a waiver that covers nothing', () => {
  test('is a warning, since it may be misspelt', () => {
    const platform = platformOf(
      '  a: { tier: 2, image: "r.example.com/a:1", resources: { requests: { cpu: 100m, memory: 64Mi } } }\n',
      'waivers: [{ rule: K21, subject: nobody, reason: a test, expires: 2027-01-31 }]',
    );
    const messages = runRules(platform, [], undefined, '2026-11-23').map(({ severity, message }) => `${severity}: ${message}`);
    expect(messages).toEqual(['warning: the waiver of K21 for nobody covers nothing']);
  });
});
