import { checkManifests } from '../../lib/policy';
import { deployment, shop } from './support';

type Json = Record<string, unknown>;
const argo = 'argoproj.io/v1alpha1';

/** The shop with a Rollout in the place of its Deployment. */
function rolled(changes: Json = {}, shopChanges: Parameters<typeof shop>[0] = {}, ...parts: readonly Json[]) {
  const { spec, ...head } = deployment({}, ...parts);
  const rollout = {
    ...head,
    apiVersion: argo,
    kind: 'Rollout',
    spec: { ...(spec as Json), strategy: { canary: { maxUnavailable: 0 } }, ...changes },
  };
  const autoscaler = { spec: { scaleTargetRef: { apiVersion: argo, kind: 'Rollout' } } };
  return shop({ autoscaler, ...shopChanges, without: ['Deployment', ...(shopChanges.without ?? [])], add: [rollout] });
}

const broken = (set: ReturnType<typeof shop>) => [...new Set(checkManifests(set).map(({ rule }) => rule))];

test('a Rollout that keeps what a Deployment must keep breaks no rule', () => {
  expect(broken(rolled())).toEqual([]);
});

test.each([
  ['K21', 'one replica', rolled({ replicas: 1 }, { without: ['HorizontalPodAutoscaler'] })],
  ['K22', 'no budget', rolled({}, { without: ['PodDisruptionBudget'] })],
  ['K23', 'an autoscaler of a request that is missing', rolled({}, {}, {}, {}, { resources: { requests: { cpu: undefined } } })],
  ['K24', 'fixed replicas', rolled({ replicas: 3 })],
  ['K25', 'no spread', rolled({}, {}, {}, { topologySpreadConstraints: undefined })],
  ['K26', 'canary steps that take a third of the pods away', rolled({ strategy: { canary: { maxUnavailable: 2 } } })],
  [
    'K26',
    'the default steps of a canary without spread',
    rolled(
      { replicas: 6, strategy: { canary: {} } },
      { without: ['HorizontalPodAutoscaler'] },
      {},
      { topologySpreadConstraints: undefined },
    ),
  ],
  ['K27', 'a selector of other pods', rolled({ selector: { matchLabels: { app: 'other' } } })],
  ['K28', 'no network policy', rolled({}, { without: ['NetworkPolicy'] })],
  ['K33', 'no graceful stop', rolled({}, {}, {}, {}, { lifecycle: undefined })],
])('%s is broken by a Rollout with %s', (rule, _, set) => {
  expect(broken(set)).toContain(rule);
});

test('a Rollout that runs a Deployment is scaled in its place', () => {
  const workloadRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' };
  const rollout = {
    apiVersion: argo,
    kind: 'Rollout',
    metadata: { name: 'cart', namespace: 'shop' },
    spec: { workloadRef, strategy: { canary: {} } },
  };
  const set = shop({
    deployment: { spec: { replicas: 0 } },
    autoscaler: { spec: { scaleTargetRef: { apiVersion: argo, kind: 'Rollout' } } },
    add: [rollout],
  });
  expect(broken(set)).toEqual([]);
});
