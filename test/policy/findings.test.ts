import { BrokenPromises, checkManifests, checkPlatform, formatFinding, requireNoErrors, runRules } from '../../lib/policy';
import { deployment, platform, shop } from './support';

const of = (rule: string, set: Parameters<typeof checkManifests>[0]) => checkManifests(set).filter((finding) => finding.rule === rule);

test('a finding names rule, severity, subject, place and mend', () => {
  const object = deployment({}, {}, {}, { securityContext: { privileged: true } });
  expect(of('K01', { where: 'production/us-east-1', objects: [{ object, file: 'cart/deployment.yaml', line: 3 }] })).toEqual([
    {
      rule: 'K01',
      severity: 'error',
      subject: 'production/us-east-1/shop/Deployment/cart',
      message: 'container cart runs privileged',
      fix: 'set securityContext.privileged to false and add the single capability that is needed',
      location: { file: 'cart/deployment.yaml', line: 3, path: 'spec.template.spec.containers[0].securityContext.privileged' },
    },
  ]);
});

test('an object without namespace is named by kind and name', () => {
  const [finding] = of('K27', {
    objects: [{ object: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart' }, spec: { selector: { app: 'cart' } } } }],
  });
  expect(finding?.subject).toBe('Service/cart');
});

test('a secret is reported without its value', () => {
  const set = shop({ container: { env: [{ name: 'DB_PASSWORD', value: 'correct-horse' }] } });
  expect(of('K13', set)).toHaveLength(1);
  expect(JSON.stringify(checkManifests(set))).not.toContain('correct-horse');
});

test('a declared singleton is a warning in tier 1, and none where the tier can wait for a restart', () => {
  const set = (minimum: string) =>
    shop({
      without: ['HorizontalPodAutoscaler'],
      deployment: {
        metadata: { annotations: { 'holdfast.dev/singleton': 'holds state in memory', 'holdfast.dev/minimum-replicas': minimum } },
      },
    });
  expect(of('K21', set('3'))).toMatchObject([{ severity: 'warning', message: expect.stringContaining('holds state in memory') }]);
  expect(of('K21', set('2'))).toEqual([]);
});

test('a missing digest in production is a warning, a moving tag is an error everywhere', () => {
  const severity = (image: string, production: boolean) =>
    of('K15', shop({ container: { image } }, { production })).map((finding) => finding.severity);
  expect(severity('nginx:1.27.0', true)).toEqual(['warning']);
  expect(severity('nginx:1.27.0', false)).toEqual([]);
  expect(severity('nginx:latest', false)).toEqual(['error']);
});

test('replicas below the load are reported with both figures', () => {
  const found = checkPlatform(platform({ services: { web: { replicas: { min: 4 } } } }));
  expect(found[0]).toMatchObject({ rule: 'X13', subject: 'production/us-east-1/web', location: { path: 'services.web.replicas.min' } });
  expect(found[0]?.message).toMatch(/^declares 4 replicas at least; its load and tier need \d\d$/);
});

test('a finding of the model is placed in the platform file', () => {
  const source = { file: 'platform.yaml', locate: () => ({ line: 12, column: 5 }) };
  const [finding] = checkPlatform(platform({ services: { cart: { tier: '3' } } }), source);
  expect(finding?.location).toEqual({ file: 'platform.yaml', line: 12, column: 5, path: 'services.web.calls[0]' });
});

test('a run over everything lists errors first and applies the waivers of the platform', () => {
  const waivers = [{ rule: 'X14', subject: 'web', reason: 'moves next week', expires: '2027-01-31' }];
  const broken = platform({ services: { cart: { tier: '3' } }, waivers });
  const set = shop({ pod: { serviceAccountName: 'default', hostPID: true } });
  const rules = (today: string) =>
    runRules(broken, { manifests: [set] }, undefined, today).map(({ rule, severity }) => `${rule} ${severity}`);
  expect(rules('2027-01-15')).toEqual(['K08 error', 'K12 warning']);
  expect(rules('2027-02-01')).toEqual(['X14 error', 'K08 error', 'X14 error', 'K12 warning']);
});

test('errors stop a run, warnings do not', () => {
  expect(() => requireNoErrors(checkManifests(shop({ pod: { hostPID: true } })))).toThrow(BrokenPromises);
  expect(() => requireNoErrors(checkManifests(shop({ pod: { serviceAccountName: 'default' } })))).not.toThrow();
});

test('a finding reads as place, problem and mend', () => {
  const location = { file: 'cart.yaml', line: 4, path: 'spec.replicas' };
  expect(formatFinding({ rule: 'K21', severity: 'error', subject: 'Deployment/cart', message: 'runs 1', fix: 'run more', location })).toBe(
    'error K21 Deployment/cart: runs 1\n  at   cart.yaml:4 spec.replicas\n  mend run more',
  );
});
