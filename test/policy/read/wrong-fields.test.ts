import { checkManifests, type Finding, readDocuments } from '../../../lib/policy';

const deployment = (spec: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec:
      containers:
        - name: cart
          image: registry.example.com/cart:1.0.0
${spec}`;
const settings = (data: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata:\n${data}`;

/** Rule, place and field of what is found in a manifest: it can be read, and the API server would refuse it. */
const found = (text: string, rule: string) => {
  const { objects, broken } = readDocuments({ text }, 'a.yaml');
  expect(broken).toEqual([]);
  return checkManifests({ objects }).filter((finding: Finding) => finding.rule === rule);
};

test.each([
  ['a port as text', deployment('          ports: [{ containerPort: "8080" }]\n'), 12, 21, /containerPort/],
  ['ports as a map', deployment('          ports: { http: 80 }\n'), 12, 11, /ports/],
  ['a number as the value of a variable', deployment('          env:\n            - { name: A, value: 8080 }\n'), 13, 26, /value/],
  [
    'a boolean of YAML 1.1 as the value of a variable',
    deployment('          env:\n            - name: A\n              value: yes\n'),
    14,
    15,
    /value/,
  ],
  ['replicas as text', deployment('  replicas: three\n'), 12, 3, /replicas/],
  ['replicas that are a date', deployment('  replicas: 2027-01-31\n'), 12, 3, /replicas/],
  ['a field that is misspelt', deployment('          imagePulPolicy: Always\n'), 12, 11, /imagePulPolicy/],
  ['a field called constructor', deployment('          constructor: a\n'), 12, 11, /constructor/],
  ['resources as a list', deployment('          resources: [cpu]\n'), 12, 11, /resources/],
  ['a volume that is text', deployment('      volumes:\n        - tmp\n'), 13, 11, /volumes/],
  ['a number as data', settings('  PORT: 8080\n'), 5, 3, /PORT/],
  ['a map as data', settings('  nested:\n    a: b\n'), 5, 3, /nested/],
  ['a number as a label', settings('  a: b\n').replace('name: settings', 'name: settings, labels: { version: 1 }'), 3, 39, /version/],
])('%s is an error of K30 at its line and column', (_name, text, line, column, about) => {
  const [finding] = found(text, 'K30');
  expect(`${finding?.message} ${finding?.location.path}`).toMatch(about);
  expect([finding?.severity, finding?.location.line, finding?.location.column]).toEqual(['error', line, column]);
});

test.each([
  ['containers as a map', 'containers: { name: cart }', /containers/],
  ['empty containers', 'containers:', /containers/],
  ['no containers', 'restartPolicy: Always', /containers/],
])('%s are an error of K30', (_name, pod, about) => {
  const text = `apiVersion: v1\nkind: Pod\nmetadata: { name: cart }\nspec:\n  ${pod}\n`;
  expect(found(text, 'K30').map(({ location }) => location.path)).toContainEqual(expect.stringMatching(about));
});

test('negative replicas are fewer than are needed', () => {
  expect(found(deployment('  replicas: -3\n'), 'K21')[0]?.location).toMatchObject({ line: 12, column: 3, path: 'spec.replicas' });
});
