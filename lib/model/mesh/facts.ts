/** Facts of Istio that more than one layer rests on. */
export const ISTIO = {
  /** Upper bounds of istio_request_duration_milliseconds (Envoy's default histogram buckets; Istio Classic FAQ, metrics). */
  durationBuckets: [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000],
  /**
   * Where the agent of a sidecar answers with the metrics of Envoy and of the application together. It is not captured, so
   * that a Prometheus without a sidecar reads it though all else is mutual TLS (Istio, ports used by Istio; metrics merging).
   */
  metrics: { port: 15_020, path: '/stats/prometheus' },
  /** What a sidecar reserves and may use (Istio, default values of global.proxy.resources). */
  sidecar: { millicores: 100, bytes: 128 * 2 ** 20, limitBytes: 1024 * 2 ** 20 },
  /** What the CNI plugin and the proxy of a node reserve on each node (Istio, values of the charts istio-cni and ztunnel). */
  cni: { millicores: 100, bytes: 100 * 2 ** 20 },
  ztunnel: { millicores: 200, bytes: 512 * 2 ** 20, app: 'ztunnel' },
  /** What a pod of the control plane reserves (Istio, values of the chart istiod); two of them, so that one may be replaced. */
  istiod: { millicores: 500, bytes: 2 * 2 ** 30, replicas: 2 },
  /** In ambient mode all connections of the mesh arrive on this port of a pod (Istio, ambient and Kubernetes NetworkPolicy). */
  hbone: 15_008,
  /** What the kubelet asks from when the pod belongs to an ambient mesh: no address that a pod could have (same source). */
  kubelet: '169.254.7.127/32',
  /** The proxy of a namespace that reads requests in ambient mode: a Gateway, and the account that it runs as. */
  waypoint: 'waypoint',
  /** The control plane: where sidecars get their configuration and certificates (Istio, ports used by Istio). */
  controlPlane: { namespace: 'istio-system', app: 'istiod', port: 15_012 },
  /** What identities start with (Istio, default of trustDomain). */
  trustDomain: 'cluster.local',
  /** The gateway that public requests come through: its namespace, and the account that it runs as. */
  gateway: { name: 'istio-ingress', namespace: 'istio-ingress' },
  /** The gateway that the other region comes through, in the same namespace. */
  eastWest: 'istio-eastwest',
  /** The provider of the mesh configuration that takes spans. */
  tracingProvider: 'otel',
  /** Suffix of names inside the cluster. */
  clusterDomain: 'svc.cluster.local',
  /** Names that addresses without a name are registered under; nobody looks them up. */
  externalDomain: 'external',
  /** First pause between two attempts; it grows with each (Envoy, router filter, x-envoy-max-retries: 25 ms base). */
  retryBackoffMs: 25,
} as const;

/** The name by which the mesh knows a Service. */
export const meshHost = (service: string, namespace: string) => `${service}.${namespace}.${ISTIO.clusterDomain}`;

/** The identity of a workload, as its certificate says it and policies ask for it. */
export const principal = (namespace: string, serviceAccount: string) => `${ISTIO.trustDomain}/ns/${namespace}/sa/${serviceAccount}`;

/** Where the secret store has the kubeconfig with which a control plane looks at the services of another cluster. */
export const remoteAccessKey = (cluster: string) => `mesh/remote/${cluster}`;
