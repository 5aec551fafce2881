import { checkManifests, MANIFEST_RULES } from '../../lib/policy';
import { CASES } from './cases';
import { cronJob, pod, shop } from './support';

const head = { apiVersion: 'apps/v1', kind: 'Deployment' };
const service = { apiVersion: 'v1', kind: 'Service' };
const ODD: readonly unknown[] = [
  null,
  undefined,
  0,
  42,
  true,
  'apiVersion: v1',
  '',
  [],
  [null, [{}]],
  {},
  { kind: 'Deployment' },
  { apiVersion: 'apps/v1' },
  { apiVersion: 1, kind: 2 },
  { apiVersion: 'v1', kind: 'constructor', metadata: { name: '__proto__' } },
  JSON.parse('{"apiVersion":"v1","kind":"__proto__","metadata":{"labels":{"__proto__":"x"}}}'),
  { apiVersion: 'v1', kind: 'List' },
  { apiVersion: 'v1', kind: 'List', items: 'none' },
  { apiVersion: 'v1', kind: 'List', items: [null, 3, { apiVersion: 'v1', kind: 'Pod' }] },
  head,
  { ...head, metadata: null, spec: null },
  { ...head, metadata: 'cart', spec: 'replicas' },
  { ...head, metadata: { name: 7, namespace: [], labels: 'a=b', annotations: 3 } },
  { ...head, spec: { replicas: 'three', selector: 'app', template: [] } },
  { ...head, spec: { template: { metadata: [], spec: { containers: {}, initContainers: 'x', volumes: 9 } } } },
  {
    ...head,
    spec: {
      template: {
        spec: { containers: [null, 'nginx', [], {}, { name: {}, image: 5, ports: [1, { containerPort: 'x' }], env: { A: 'b' } }] },
      },
    },
  },
  { ...head, spec: { selector: { matchExpressions: [null, {}, { key: 1, operator: [], values: 'x' }] } } },
  { ...service, spec: { selector: ['app'], ports: 80 } },
  { ...service, spec: { selector: { app: null }, ports: [{}, null] } },
  { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', spec: { minAvailable: {}, maxUnavailable: 'half', selector: 1 } },
  { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', spec: { scaleTargetRef: 'cart', metrics: {}, minReplicas: 'two' } },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec: { podSelector: 'all', policyTypes: 'Ingress', egress: [null] } },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', spec: { rules: [{ http: [] }], defaultBackend: 3 } },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', spec: { rules: [{ backendRefs: [{ name: 1 }] }] } },
  {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    spec: { selector: [], endpoints: [{ port: {} }], namespaceSelector: { matchNames: [3] } },
  },
  { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: { workloadRef: { name: 1 }, strategy: { canary: 'fast' } } },
  { apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: { template: 'pod' } } } },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', rules: [{ verbs: '*', resources: null }], roleRef: 4 },
  { apiVersion: 'v1', kind: 'ConfigMap', data: ['a', 'b'] },
  { apiVersion: 'v1', kind: 'Secret', data: 'c2VjcmV0' },
];

test.each(ODD.map((object) => [JSON.stringify(object) ?? 'undefined', object]))('%s is looked at without an exception', (_name, object) => {
  expect(() => checkManifests({ objects: [{ object }, ...shop().objects] })).not.toThrow();
});

test('whatever stands in any field of a good object, no rule throws', () => {
  const good = [...shop().objects.map(({ object }) => object), pod(), cronJob()];
  const junk = [null, 0, -1, 'x', '', true, [], [null], {}, { type: 'x' }];
  for (const object of good) {
    for (const path of pathsOf(object)) {
      for (const value of junk) {
        expect(() => checkManifests({ objects: [{ object: replaced(object, path, value) }] })).not.toThrow();
      }
    }
  }
});

test.each(['X17', 'X24'])('whatever stands in any field of objects that keep %s, it does not throw', (id) => {
  const rules = MANIFEST_RULES.filter((rule) => rule.id === id);
  const kept = Object.values(CASES[id]?.keeps ?? {}).filter((subject) => 'objects' in subject);
  for (const { objects } of kept) {
    for (const [index, { object }] of objects.entries()) {
      if (String((object as { apiVersion?: unknown }).apiVersion).match(/^(v1|.*apps\/v1|.*k8s\.io.*)$/)) continue;
      for (const path of pathsOf(object)) {
        for (const value of [null, 'x', [], [null], {}, -1]) {
          const changed = objects.map((other, i) => (i === index ? { object: replaced(object, path, value) } : other));
          expect(() => checkManifests({ objects: changed }, { rules })).not.toThrow();
        }
      }
    }
  }
});

test('what is no Kubernetes object is passed over', () => {
  expect(checkManifests({ objects: [null, 3, 'x', [], {}, { kind: 'Pod' }].map((object) => ({ object })) })).toEqual([]);
});

test('the members of a list are checked like objects of their own', () => {
  const list = { apiVersion: 'v1', kind: 'List', items: [pod({ hostPID: true })] };
  expect(checkManifests({ objects: [{ object: list }] }).map(({ rule }) => rule)).toContain('K08');
});

type Path = readonly (string | number)[];

const pathsOf = (value: unknown): Path[] => {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [[key], ...pathsOf((value as Record<string | number, unknown>)[key]).map((rest) => [key, ...rest])]);
};

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item, i) => (i === key ? replaced(item, rest, by) : item));
  return { ...(value as object), [key]: replaced((value as Record<string | number, unknown>)[key], rest, by) };
}
