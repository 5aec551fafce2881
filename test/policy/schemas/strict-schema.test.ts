import { checkManifests, MANIFEST_RULES } from '../../../lib/policy';
import { deployment, shop } from '../support';

type Changes = Parameters<typeof shop>[0];
const findingsFor = (changes: Changes) =>
  checkManifests(shop(changes))
    .filter(({ rule }) => rule === 'K30')
    .map(({ location, message, fix }) => `${location.path}: ${message}; ${fix}`);

test('a misspelt field is named with its path and the field that was meant', () => {
  expect(findingsFor({ container: { readinesProbe: {} } })).toEqual([
    'spec.template.spec.containers[0].readinesProbe: spec.template.spec.containers[0] has no field readinesProbe; did you mean readinessProbe? Rename or remove it',
  ]);
});

test('a field that nobody meant is named with those that exist', () => {
  const [found] = findingsFor({ deployment: { spec: { strategy: { fastly: true } } } });
  expect(found).toBe('spec.strategy.fastly: spec.strategy has no field fastly; remove it; spec.strategy has rollingUpdate, type');
});

test('a wrong type is told without the value', () => {
  const found = findingsFor({ container: { env: [{ name: 'PIN', value: 271828 }] } });
  expect(found).toEqual(['spec.template.spec.containers[0].env[0].value: value is a number, and text is expected; write text']);
});

test('a required field that is missing is told at its place', () => {
  const found = findingsFor({ container: { ports: [{ name: 'http', containerPort: 8080 }, { name: 'admin' }] } });
  expect(found).toEqual(['spec.template.spec.containers[0].ports[1].containerPort: containerPort is missing; add containerPort']);
});

test('a value outside its list is told with the list', () => {
  const [found] = findingsFor({ container: { imagePullPolicy: 'Sometimes' } });
  expect(found).toContain('imagePullPolicy is none of the values that it may have; write one of Always, IfNotPresent, Never');
});

test.each([
  ['apps/v1', 'CronJob', 'apiVersion', 'use apiVersion batch/v1'],
  ['v1', 'Deployment', 'apiVersion', 'use apiVersion apps/v1'],
  ['batch/v2', 'CronJob', 'apiVersion', 'use apiVersion batch/v1'],
  ['autoscaling/v2', 'HorizontalPodAutoscaller', 'kind', 'did you mean HorizontalPodAutoscaler? Correct the kind'],
])('%s %s is not served', (apiVersion, kind, path, fix) => {
  const found = findingsFor({ add: [{ apiVersion, kind, metadata: { name: 'extra', namespace: 'shop' } }] });
  expect(found).toEqual([`${path}: ${apiVersion} has no kind ${kind}; ${fix}`]);
});

test('ten thousand objects take about a second', () => {
  const [k30] = MANIFEST_RULES.filter(({ id }) => id === 'K30');
  const objects = Array.from({ length: 10_000 }, (_, i) => ({ object: deployment({ metadata: { namespace: `shop-${i}` } }) }));
  const start = performance.now();
  expect(checkManifests({ objects }, { rules: k30 ? [k30] : [] })).toEqual([]);
  // The rest is room for a busy machine.
  expect(performance.now() - start).toBeLessThan(10_000);
});
