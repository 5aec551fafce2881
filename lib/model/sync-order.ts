/**
 * Order in which the objects of one folder are applied, and which of them a person must agree to delete. Argo CD reads it
 * from annotations; Flux applies by kind in an order of its own.
 */
const FIRST = ['Namespace', 'CustomResourceDefinition'];
const BOUNDS = ['ResourceQuota', 'LimitRange', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding', 'NetworkPolicy'];
const STORES = ['SecretStore', 'ClusterSecretStore'];
const INPUTS = [
  'ServiceAccount',
  'ConfigMap',
  'ExternalSecret',
  'Gateway',
  'Secret',
  'Service',
  'AnalysisTemplate',
  'PrometheusRule',
  'AuthorizationPolicy',
  'Certificate',
  'DestinationRule',
  'GRPCRoute',
  'HTTPRoute',
  'PeerAuthentication',
  'RequestAuthentication',
  'ServiceEntry',
  'Sidecar',
  'VirtualService',
];
/** What runs to its end before new pods start. */
const RUNS = ['Job'];
const PODS = ['Deployment', 'Rollout', 'StatefulSet', 'CronJob'];

const WAVES: ReadonlyMap<string, number> = new Map(
  [FIRST, BOUNDS, STORES, INPUTS, RUNS, PODS].flatMap((kinds, i) => kinds.map((kind) => [kind, i - 5] as const)),
);

/** Sync wave of a kind: what pods need comes before them, what follows them (autoscaler, budget, monitors) after. */
export const syncWave = (kind: string) => WAVES.get(kind) ?? 1;

/** Deleting one of these deletes what nothing renders again. */
const HOLDS_STATE = new Set(['Namespace', 'CustomResourceDefinition', 'PersistentVolumeClaim', 'StatefulSet']);

/** Whether pruning asks a person first. */
export const asksBeforePruning = (kind: string) => HOLDS_STATE.has(kind);
