import path from 'node:path';
import { checkedManifests } from '../../charts/synthesize';
import { checkManifests, isError, readManifests, withDetectedSecrets } from '../../lib/policy';
import { loadSpec } from '../../lib/spec';
import { ROOT, referencePlatform } from '../support/platforms';

const RELEASED = path.join(ROOT, 'test/fixtures/online-boutique/kubernetes-manifests.yaml');
const GRPC = [
  'adservice',
  'cartservice',
  'checkoutservice',
  'currencyservice',
  'emailservice',
  'paymentservice',
  'productcatalogservice',
  'recommendationservice',
  'shippingservice',
];
const SERVED = ['frontend', ...GRPC, 'redis-cart'];
const ALL = [...SERVED, 'loadgenerator'];

/** What the manifests of its authors deserve: the workloads that break a rule. */
const DESERVED: Readonly<Record<string, readonly string[]>> = {
  // User and group 1000.
  K04: ALL,
  // No seccompProfile.
  K07: ALL,
  // Nothing says that the token is needed.
  K11: ALL,
  K12: ['redis-cart'],
  // redis:alpine and busybox:latest.
  K15: ['loadgenerator', 'redis-cart'],
  // The init container has no resources.
  K17: ['loadgenerator'],
  K18: ALL,
  // Readiness and liveness ask the same, with the same patience.
  K20: SERVED,
  K21: ALL,
  K22: ALL,
  K28: ALL,
  // The label `app` is the only one.
  K32: ALL,
  // No preStop hook.
  K33: SERVED,
};

const { objects, broken, skipped } = readManifests(RELEASED);
const found = checkManifests({ objects });
const workloadsOf = (rule: string) => [
  ...new Set(found.filter((finding) => finding.rule === rule).map(({ subject }) => subject.split('/').at(-1) ?? '')),
];

describe('Online Boutique as its authors release it', () => {
  test('is read as a whole', () => {
    expect([broken, skipped]).toEqual([[], []]);
    expect(objects).toHaveLength(35);
  });

  test.each(Object.entries(DESERVED))('breaks %s', (rule, workloads) => {
    expect(workloadsOf(rule).sort()).toEqual([...workloads].sort());
  });

  test('keeps every other rule', () => {
    expect([...new Set(found.map(({ rule }) => rule))].filter((rule) => !(rule in DESERVED))).toEqual([]);
  });

  test('holds no secret', async () => {
    expect((await withDetectedSecrets({ objects })).secrets?.size).toBe(0);
  });

  test('has each finding at its line', () => {
    expect(found.filter(({ location: { file, line, column } }) => !file || !line || !column)).toEqual([]);
  });
});

test('Online Boutique as Holdfast renders it breaks no rule of severity error', () => {
  const { judgement } = checkedManifests({ platform: referencePlatform(), source: loadSpec(path.join(ROOT, 'platform.yaml')) });
  expect(judgement.findings.filter(isError)).toEqual([]);
});
