import { applyWaivers, type Exceptions, type Finding, judge, runRules } from '../../lib/policy';
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
const exceptions = (waivers: Exceptions['waivers']): Exceptions => ({ severities: {}, waivers });
const TODAY = '2027-01-15';

const cart = finding('K21', 'production/us-east-1/shop/Deployment/cart');
const foreign = finding('K21', 'shop/Deployment/cart');

test.each([
  ['the service', 'cart'],
  ['the service in one region', 'production/us-east-1/cart'],
  ['the service in one environment', 'production/cart'],
  ['kind and name', 'Deployment/cart'],
  ['namespace, kind and name', 'shop/Deployment/cart'],
  ['its environment', 'production'],
  ['its cluster', 'production/us-east-1'],
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
  ['another cluster', waiver('K21', 'production/us-west-2')],
  ['an environment whose name starts alike', waiver('K21', 'prod')],
  ['the same name of another kind', waiver('K21', 'StatefulSet/cart')],
  ['the same object in another namespace', waiver('K21', 'billing/Deployment/cart')],
  ['a kind without a name', waiver('K21', 'Deployment')],
])('a waiver for %s covers nothing, and is named as unused', (_name, other) => {
  const { findings, unused } = applyWaivers([cart], [other], TODAY);
  expect(findings).toEqual([cart]);
  expect(unused).toEqual([other]);
});

test.each(['cart', 'Deployment/cart', 'shop/Deployment/cart'])("a waiver for %s covers an object in somebody's manifests", (subject) => {
  expect(applyWaivers([foreign], [waiver('K21', subject)], TODAY).findings).toEqual([]);
});

test("a namespace is no environment: a waiver for shop does not cover all of it in somebody's manifests", () => {
  expect(applyWaivers([foreign], [waiver('K21', 'shop')], TODAY).findings).toEqual([foreign]);
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
  const { findings } = judge([cart], exceptions([waiver('K21', 'cart', '2027-01-14')]), { today: TODAY });
  expect(findings).toHaveLength(2);
  expect(findings[1]).toMatchObject({ rule: 'K21', severity: 'error', subject: 'cart', location: { path: 'waivers[0]' } });
  expect(findings[1]?.message).toContain('expired on 2027-01-14');
});

test('an expired waiver is an error even when the rule is kept by now', () => {
  const { findings } = judge([], exceptions([waiver('K21', 'cart', '2027-01-14')]), { today: TODAY, complete: true });
  expect(findings).toHaveLength(1);
});

test("of somebody's manifests, only the waivers that they meet are spoken of", () => {
  const waivers = [waiver('K21', 'basket', '2027-01-14'), waiver('K22', 'basket'), waiver('K21', 'cart')];
  const { findings, waived } = judge([foreign], exceptions(waivers), { today: TODAY });
  expect([findings, waived]).toEqual([[], [{ finding: foreign, waiver: waivers[2] }]]);
});

describe('a severity of the platform file', () => {
  const warned = { ...finding('K12', 'shop/Deployment/cart'), severity: 'warning' as const };
  const severities = { K12: 'error', K21: 'off' } as const;

  test('replaces that of the rule, and puts errors first', () => {
    const { findings } = judge([{ ...cart, severity: 'warning' }, warned], { severities: { K12: 'error' }, waivers: [] });
    expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(['K12 error', 'K21 warning']);
  });

  test('can switch a rule off, which is counted and not forgotten', () => {
    const { findings, off } = judge([cart, warned], { severities, waivers: [] });
    expect(findings).toEqual([{ ...warned, severity: 'error' }]);
    expect(off).toEqual([cart]);
  });

  test('leaves alone what a waiver covers, and the error of a waiver that expired', () => {
    const web = finding('K21', 'staging/us-east-1/shop/Deployment/web');
    const waivers = [waiver('K21', 'web'), waiver('K21', 'production', '2027-01-14')];
    const { findings, waived, off } = judge([web, cart], { severities, waivers }, { today: TODAY });
    expect(waived.map((each) => each.finding)).toEqual([web]);
    expect(off).toEqual([cart]);
    expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(['K21 error']);
  });
});

test.each([
  [
    'a severity',
    { severities: { K51: 'off' as const }, waivers: [] },
    'platform:1:1: severities.K51: found the rule K51, which does not exist',
  ],
  ['a waiver', exceptions([waiver('X99', 'cart')]), 'platform:1:1: waivers[0].rule: found the rule X99, which does not exist'],
])('%s of a rule that does not exist is refused', (_name, wrong, message) => {
  expect(() => judge([], wrong)).toThrow(message);
});

test('of a rule that does not exist, the nearest that does is named', () => {
  expect(() => judge([], exceptions([waiver('K92', 'cart')]))).toThrow(/did you mean K\d\d\?/);
});

describe('a waiver that covers nothing', () => {
  test('is a warning, since it may be misspelt', () => {
    const platform = platformOf(
      '  a: { tier: 2, image: "r.example.com/a:1", resources: { requests: { cpu: 100m, memory: 64Mi } } }\n',
      'waivers: [{ rule: K21, subject: nobody, reason: a test, expires: 2027-01-31 }]',
    );
    const messages = runRules(platform, { manifests: [] }, undefined, '2026-11-23').map(
      ({ severity, message }) => `${severity}: ${message}`,
    );
    expect(messages).toEqual(['warning: the waiver of K21 for nobody covers nothing']);
  });
});
