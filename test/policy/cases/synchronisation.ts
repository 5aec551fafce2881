import { load } from 'js-yaml';
import type { ManifestSet } from '../../../lib/policy';
import type { CaseTable } from './case';

/** A cluster with a namespace, its store, and a service with an autoscaler and a secret; one document a file. */
const CLUSTER: Readonly<Record<string, string>> = {
  'live/eu-west-1/platform/namespace.yaml': `{ apiVersion: v1, kind: Namespace, metadata: { name: shop, annotations: { argocd.argoproj.io/sync-wave: '-4' } } }`,
  'live/eu-west-1/platform/store.yaml': `{ apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: { name: vault, namespace: shop } }`,
  'live/eu-west-1/cart/deployment.yaml': `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: cart, namespace: shop } }`,
  'live/eu-west-1/cart/hpa.yaml': `{ apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: { name: cart, namespace: shop }, spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: cart } } }`,
  'live/eu-west-1/cart/secret.yaml': `{ apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: { name: cart, namespace: shop }, spec: { secretStoreRef: { kind: SecretStore, name: vault } } }`,
};

const PROJECT = `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: shop, namespace: argocd }
spec:
  sourceRepos: [https://git.example.com/live]
  destinations: [{ name: live, namespace: shop }]
  clusterResourceWhitelist: [{ group: '', kind: Namespace }]
  namespaceResourceWhitelist:
    - { group: apps, kind: Deployment }
    - { group: autoscaling, kind: HorizontalPodAutoscaler }
    - { group: external-secrets.io, kind: ExternalSecret }
    - { group: external-secrets.io, kind: SecretStore }
`;
const APPLICATIONS = `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: shop, namespace: argocd }
spec:
  generators:
    - matrix:
        generators:
          - list: { elements: [{ cluster: live, folder: live/eu-west-1 }] }
          - list: { elements: [{ service: platform, wave: '0' }, { service: cart, wave: '1' }] }
  strategy:
    type: RollingSync
    rollingSync:
      steps:
        - matchExpressions: [{ key: wave, operator: In, values: ['0'] }]
        - matchExpressions: [{ key: wave, operator: In, values: ['1'] }]
  template:
    metadata: { name: '{{.service}}', labels: { wave: '{{.wave}}' } }
    spec:
      project: shop
      source: { repoURL: https://git.example.com/live, targetRevision: live, path: '{{.folder}}/{{.service}}' }
      destination: { name: '{{.cluster}}', namespace: shop }
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: [RespectIgnoreDifferences=true] }
      ignoreDifferences: [{ group: apps, kind: Deployment, jsonPointers: [/spec/replicas] }]
`;
const SOURCE = `{ apiVersion: source.toolkit.fluxcd.io/v1, kind: GitRepository, metadata: { name: live, namespace: flux-system } }`;
const kustomization = (name: string, after: string) =>
  `{ apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, metadata: { name: ${name}, namespace: flux-system }, spec: { sourceRef: { kind: GitRepository, name: live }, path: ./live/eu-west-1/${name}, dependsOn: [${after}] } }`;

type Texts = Readonly<Record<string, string>>;
const set = (texts: Texts, more: Partial<ManifestSet>): ManifestSet => ({
  objects: Object.entries(texts).map(([file, text]) => ({ file, object: load(text) })),
  ...more,
});

const tree = (synchroniser: Texts, cluster: Texts = {}) => [
  set({ ...CLUSTER, ...cluster }, { where: 'live/eu-west-1' }),
  set(synchroniser, { where: 'gitops', synchronises: true }),
];

/** Argo CD with one text replaced by another. */
const argo = (from = '', to = '', cluster: Texts = {}) => {
  if (!(PROJECT + APPLICATIONS).includes(from)) throw new Error(`no ${from} to replace`);
  return tree({ 'project.yaml': PROJECT.replace(from, to), 'applications.yaml': APPLICATIONS.replace(from, to) }, cluster);
};

const flux = (kustomizations: readonly string[]) =>
  tree(Object.fromEntries([SOURCE, ...kustomizations].map((text, i) => [`${i}.yaml`, text])));

/** Rules over everything that is rendered. */
export const synchronisationCases: CaseTable = {
  X15: {
    breaks: {
      'self-heal of a field that an autoscaler owns': argo(
        '      ignoreDifferences: [{ group: apps, kind: Deployment, jsonPointers: [/spec/replicas] }]\n',
      ),
      'a difference that is ignored for another kind': argo('kind: Deployment, jsonPointers', 'kind: StatefulSet, jsonPointers'),
      'a difference that a sync overwrites': argo(', syncOptions: [RespectIgnoreDifferences=true]'),
    },
    keeps: {
      'an ignored difference that a sync respects': argo(),
      'no self-heal': argo('selfHeal: true', 'selfHeal: false'),
    },
  },
  X16: {
    breaks: {
      'a project that is not there': argo('project: shop', 'project: shops'),
      'a repository that the project does not allow': argo(
        'sourceRepos: [https://git.example.com/live]',
        'sourceRepos: [https://git.example.com/other]',
      ),
      'a cluster that the project does not allow': argo('destinations: [{ name: live,', 'destinations: [{ name: test,'),
      'a kind that the project does not admit': argo('    - { group: autoscaling, kind: HorizontalPodAutoscaler }\n'),
      'a namespace that the project may not write to': argo('', '', {
        'live/eu-west-1/cart/deployment.yaml': `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: cart, namespace: kube-system } }`,
      }),
      'a folder that nothing syncs': argo(", { service: cart, wave: '1' }"),
      'a folder that two Applications sync': argo(
        "{ service: platform, wave: '0' }",
        "{ service: platform, wave: '0' }, { service: cart, wave: '0' }",
      ),
      'an Application of nothing': argo(
        "{ service: platform, wave: '0' }",
        "{ service: platform, wave: '0' }, { service: gone, wave: '1' }",
      ),
      'a service before its namespace and store': argo("{ service: cart, wave: '1' }", "{ service: cart, wave: '0' }"),
      'a namespace after what is in it': argo('', '', {
        'live/eu-west-1/platform/namespace.yaml': `{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }`,
      }),
      'a Kustomization that does not wait for its namespace': flux([kustomization('platform', ''), kustomization('cart', '')]),
      'Kustomizations that wait for each other': flux([
        kustomization('platform', '{ name: cart }'),
        kustomization('cart', '{ name: platform }'),
      ]),
      'a Kustomization that waits for nothing that is there': flux([
        kustomization('platform', ''),
        kustomization('cart', '{ name: platform }, { name: gone }'),
      ]),
      'a folder without a Kustomization': flux([kustomization('platform', '')]),
      'a Kustomization of an unknown source': flux([
        kustomization('platform', ''),
        kustomization('cart', '{ name: platform }').replace('GitRepository, name: live', 'GitRepository, name: test'),
      ]),
    },
    keeps: {
      'one Application a folder, in order': argo(),
      'a project that allows by pattern': argo('sourceRepos: [https://git.example.com/live]', 'sourceRepos: [https://git.example.com/*]'),
      'one Kustomization a folder, in order': flux([kustomization('platform', ''), kustomization('cart', '{ name: platform }')]),
    },
  },
};
