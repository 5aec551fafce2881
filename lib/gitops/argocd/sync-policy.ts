/** Attempts of a failed sync, and the time between them: the last one starts some five minutes after the first. */
const RETRY = { limit: 5, backoff: { duration: '10s', factor: 2, maxDuration: '3m' } } as const;

/** How every Application is synced. */
export const SYNC_POLICY = {
  automated: {
    prune: true,
    selfHeal: true,
    // An empty folder is a mistake of a pipeline, never a wish to delete everything.
    allowEmpty: false,
  },
  retry: RETRY,
  syncOptions: [
    'ApplyOutOfSyncOnly=true',
    'CreateNamespace=false',
    'FailOnSharedResource=true',
    'PruneLast=true',
    'PrunePropagationPolicy=foreground',
    'RespectIgnoreDifferences=true',
    'ServerSideApply=true',
  ],
} as const;

/** Fields that controllers own while they work; self-heal would fight them. */
export const IGNORED_DIFFERENCES = [
  // The autoscaler's.
  { group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] },
  { group: 'argoproj.io', kind: 'Rollout', jsonPointers: ['/spec/replicas'] },
  // Argo Rollouts points Services, subsets and weights at the versions that it moves between.
  { group: '', kind: 'Service', jqPathExpressions: ['.spec.selector["rollouts-pod-template-hash"]'] },
  { group: 'networking.istio.io', kind: 'DestinationRule', jqPathExpressions: ['.spec.subsets[].labels["rollouts-pod-template-hash"]'] },
  {
    group: 'networking.istio.io',
    kind: 'VirtualService',
    jqPathExpressions: [
      '.spec.http[].route[].weight',
      '.spec.http[] | select(.name == "preview" and (.route[0].destination.subset != null))',
    ],
  },
  ...['HTTPRoute', 'GRPCRoute'].map((kind) => ({
    group: 'gateway.networking.k8s.io',
    kind,
    jqPathExpressions: ['.spec.rules[].backendRefs[].weight'],
  })),
] as const;
