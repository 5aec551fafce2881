/** User of a server that the operator starts; above 9,999 it cannot be one of the node (rule K04). */
const USER = 10_001;

/** Pod level of the restricted Pod Security Standard; the operator sets that of the containers itself. */
export const restrictedPods = {
  runAsNonRoot: true,
  runAsUser: USER,
  runAsGroup: USER,
  fsGroup: USER,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

/** Replicas apart from each other: over zones as far as possible, and never two on a node. */
export const spreadOver = (matchLabels: Readonly<Record<string, string>>) => [
  { topologyKey: 'topology.kubernetes.io/zone', maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels } },
  { topologyKey: 'kubernetes.io/hostname', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels } },
];
