/** A kind of object that is synced, and what RBAC calls it. */
export interface SyncedKind {
  /** API group; the core group is empty. */
  readonly group: string;
  readonly kind: string;
  /** Plural name in the API. */
  readonly resource: string;
}

const kindsOf = (group: string, kinds: Readonly<Record<string, string>>): SyncedKind[] =>
  Object.entries(kinds).map(([kind, resource]) => ({ group, kind, resource }));

/** Everything that the folder of a service, or of a database in pods, may hold. What is not here is not synced, whoever commits it. */
export const SERVICE_KINDS: readonly SyncedKind[] = [
  ...kindsOf('', { ConfigMap: 'configmaps', Service: 'services', ServiceAccount: 'serviceaccounts' }),
  ...kindsOf('apps', { Deployment: 'deployments', StatefulSet: 'statefulsets' }),
  ...kindsOf('argoproj.io', { AnalysisTemplate: 'analysistemplates', Rollout: 'rollouts' }),
  ...kindsOf('autoscaling', { HorizontalPodAutoscaler: 'horizontalpodautoscalers' }),
  ...kindsOf('batch', { CronJob: 'cronjobs', Job: 'jobs' }),
  ...kindsOf('external-secrets.io', { ExternalSecret: 'externalsecrets' }),
  ...kindsOf('monitoring.coreos.com', { PodMonitor: 'podmonitors', PrometheusRule: 'prometheusrules', ServiceMonitor: 'servicemonitors' }),
  ...kindsOf('networking.istio.io', { DestinationRule: 'destinationrules', Sidecar: 'sidecars', VirtualService: 'virtualservices' }),
  ...kindsOf('networking.k8s.io', { Ingress: 'ingresses', NetworkPolicy: 'networkpolicies' }),
  ...kindsOf('policy', { PodDisruptionBudget: 'poddisruptionbudgets' }),
  ...kindsOf('security.istio.io', {
    AuthorizationPolicy: 'authorizationpolicies',
    PeerAuthentication: 'peerauthentications',
    RequestAuthentication: 'requestauthentications',
  }),
  ...kindsOf('gateway.networking.k8s.io', { GRPCRoute: 'grpcroutes', HTTPRoute: 'httproutes' }),
];

/** What the platform folder of a cluster holds in its namespace. */
export const PLATFORM_KINDS: readonly SyncedKind[] = [
  ...kindsOf('', {
    ConfigMap: 'configmaps',
    LimitRange: 'limitranges',
    ResourceQuota: 'resourcequotas',
    ServiceAccount: 'serviceaccounts',
  }),
  ...kindsOf('external-secrets.io', { SecretStore: 'secretstores' }),
  ...kindsOf('gateway.networking.k8s.io', { Gateway: 'gateways' }),
  ...kindsOf('monitoring.coreos.com', { PodMonitor: 'podmonitors' }),
  ...kindsOf('networking.istio.io', { ServiceEntry: 'serviceentries', Sidecar: 'sidecars' }),
  ...kindsOf('networking.k8s.io', { NetworkPolicy: 'networkpolicies' }),
  ...kindsOf('security.istio.io', { AuthorizationPolicy: 'authorizationpolicies', PeerAuthentication: 'peerauthentications' }),
  ...kindsOf('rbac.authorization.k8s.io', { Role: 'roles', RoleBinding: 'rolebindings' }),
];

/** What the platform folder holds that no namespace has. */
export const CLUSTER_KINDS: readonly SyncedKind[] = [
  ...kindsOf('', { Namespace: 'namespaces' }),
  ...kindsOf('external-secrets.io', { ClusterSecretStore: 'clustersecretstores' }),
];

/** What the monitoring folder of a cluster holds in its namespace. */
export const MONITORING_KINDS: readonly SyncedKind[] = [
  ...kindsOf('', { ConfigMap: 'configmaps', Service: 'services', ServiceAccount: 'serviceaccounts' }),
  ...kindsOf('apps', { DaemonSet: 'daemonsets', Deployment: 'deployments' }),
  ...kindsOf('autoscaling', { HorizontalPodAutoscaler: 'horizontalpodautoscalers' }),
  ...kindsOf('external-secrets.io', { ExternalSecret: 'externalsecrets', SecretStore: 'secretstores' }),
  ...kindsOf('monitoring.coreos.com', {
    Alertmanager: 'alertmanagers',
    AlertmanagerConfig: 'alertmanagerconfigs',
    PodMonitor: 'podmonitors',
    Probe: 'probes',
    Prometheus: 'prometheuses',
    PrometheusRule: 'prometheusrules',
    ServiceMonitor: 'servicemonitors',
  }),
  ...kindsOf('networking.k8s.io', { NetworkPolicy: 'networkpolicies' }),
  ...kindsOf('policy', { PodDisruptionBudget: 'poddisruptionbudgets' }),
  ...kindsOf('security.istio.io', { PeerAuthentication: 'peerauthentications' }),
];

/** What the monitoring folder holds that no namespace has. */
export const MONITORING_CLUSTER_KINDS: readonly SyncedKind[] = [
  ...kindsOf('', { Namespace: 'namespaces' }),
  ...kindsOf('rbac.authorization.k8s.io', { ClusterRole: 'clusterroles', ClusterRoleBinding: 'clusterrolebindings' }),
];

/** What the mesh folder of a cluster holds in its namespaces. */
export const MESH_KINDS: readonly SyncedKind[] = [
  ...kindsOf('gateway.networking.k8s.io', { Gateway: 'gateways', HTTPRoute: 'httproutes' }),
  ...kindsOf('', { ConfigMap: 'configmaps', Service: 'services', ServiceAccount: 'serviceaccounts' }),
  ...kindsOf('apps', { Deployment: 'deployments' }),
  ...kindsOf('autoscaling', { HorizontalPodAutoscaler: 'horizontalpodautoscalers' }),
  ...kindsOf('cert-manager.io', { Certificate: 'certificates' }),
  ...kindsOf('external-secrets.io', { ExternalSecret: 'externalsecrets', SecretStore: 'secretstores' }),
  ...kindsOf('monitoring.coreos.com', { PodMonitor: 'podmonitors' }),
  ...kindsOf('networking.istio.io', { Gateway: 'gateways' }),
  ...kindsOf('networking.k8s.io', { NetworkPolicy: 'networkpolicies' }),
  ...kindsOf('policy', { PodDisruptionBudget: 'poddisruptionbudgets' }),
  ...kindsOf('security.istio.io', { PeerAuthentication: 'peerauthentications' }),
  ...kindsOf('telemetry.istio.io', { Telemetry: 'telemetries' }),
];

/** What the mesh folder holds that no namespace has. */
export const MESH_CLUSTER_KINDS: readonly SyncedKind[] = [...kindsOf('', { Namespace: 'namespaces' })];

/** What the recovery folder of a cluster holds in its namespaces. */
export const RECOVERY_KINDS: readonly SyncedKind[] = [
  ...kindsOf('', { ConfigMap: 'configmaps', ServiceAccount: 'serviceaccounts' }),
  ...kindsOf('batch', { CronJob: 'cronjobs' }),
  ...kindsOf('networking.k8s.io', { NetworkPolicy: 'networkpolicies' }),
  ...kindsOf('rbac.authorization.k8s.io', { Role: 'roles', RoleBinding: 'rolebindings' }),
  ...kindsOf('velero.io', { BackupStorageLocation: 'backupstoragelocations', Schedule: 'schedules' }),
];

/** What the recovery folder holds that no namespace has. */
export const RECOVERY_CLUSTER_KINDS: readonly SyncedKind[] = [...kindsOf('', { Namespace: 'namespaces' })];
