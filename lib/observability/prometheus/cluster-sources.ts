/**
 * How the kubelet is asked: it knows callers by their token, and shows a certificate that it signed itself. A class of the
 * server and not a field of the monitor, so that no monitor may name the token and have it sent to wherever it likes.
 */
export const KUBELET_CLASS = {
  name: 'kubelet',
  authorization: { credentialsFile: '/var/run/secrets/kubernetes.io/serviceaccount/token' },
  tlsConfig: { insecureSkipVerify: true },
} as const;

/** Metrics of a cluster that no service of ours has: what serves them must be installed, and where. */
export const CLUSTER_SOURCES = [
  {
    name: 'kube-state-metrics',
    /** EKS community add-on; namespace and labels are its own. */
    providedBy: 'the EKS add-on kube-state-metrics',
    namespace: 'kube-state-metrics',
    service: { 'app.kubernetes.io/name': 'kube-state-metrics' },
    endpoints: [{ port: 'http', path: '/metrics', honorLabels: true }],
    ports: [8080],
    onNode: false,
  },
  {
    name: 'node-exporter',
    /** It looks at the node, so that it stays out of namespaces that are restricted. */
    providedBy: 'the EKS add-on prometheus-node-exporter',
    namespace: 'prometheus-node-exporter',
    service: { 'app.kubernetes.io/name': 'prometheus-node-exporter' },
    endpoints: [{ port: 'metrics', path: '/metrics' }],
    ports: [9100],
    onNode: true,
  },
  {
    name: 'kubelet',
    providedBy: 'the Prometheus Operator with --kubelet-service=kube-system/kubelet',
    namespace: 'kube-system',
    service: { 'app.kubernetes.io/name': 'kubelet' },
    endpoints: ['/metrics', '/metrics/cadvisor'].map((path) => ({ port: 'https-metrics', scheme: 'https', path, honorLabels: true })),
    scrapeClass: KUBELET_CLASS.name,
    ports: [10_250],
    onNode: true,
  },
] as const;
