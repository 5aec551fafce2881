/** Groups in which a kind is the one that the rules mean: Knative has a Service too. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  AnalysisTemplate: ['argoproj.io'],
  ClusterAnalysisTemplate: ['argoproj.io'],
  ClusterRole: ['rbac.authorization.k8s.io'],
  ClusterRoleBinding: ['rbac.authorization.k8s.io'],
  ClusterSecretStore: ['external-secrets.io'],
  ConfigMap: [''],
  CronJob: ['batch'],
  CustomResourceDefinition: ['apiextensions.k8s.io'],
  DaemonSet: ['apps', 'extensions'],
  Deployment: ['apps', 'extensions'],
  DestinationRule: ['networking.istio.io'],
  ExternalSecret: ['external-secrets.io'],
  GRPCRoute: ['gateway.networking.k8s.io'],
  HTTPRoute: ['gateway.networking.k8s.io'],
  HorizontalPodAutoscaler: ['autoscaling'],
  Ingress: ['networking.k8s.io', 'extensions'],
  Job: ['batch'],
  Namespace: [''],
  NetworkPolicy: ['networking.k8s.io', 'extensions'],
  PersistentVolumeClaim: [''],
  Pod: [''],
  PodDisruptionBudget: ['policy'],
  PodMonitor: ['monitoring.coreos.com'],
  PrometheusRule: ['monitoring.coreos.com'],
  ReplicaSet: ['apps', 'extensions'],
  Role: ['rbac.authorization.k8s.io'],
  RoleBinding: ['rbac.authorization.k8s.io'],
  Rollout: ['argoproj.io'],
  Secret: [''],
  SecretStore: ['external-secrets.io'],
  Service: [''],
  ServiceAccount: [''],
  ServiceMonitor: ['monitoring.coreos.com'],
  StatefulSet: ['apps'],
  TCPRoute: ['gateway.networking.k8s.io'],
  TLSRoute: ['gateway.networking.k8s.io'],
  VirtualService: ['networking.istio.io'],
};

/** `Deployment` for `apps/v1`; `Service.serving.knative.dev` for a kind of that name in another group. */
export function kindOf(apiVersion: string, kind: string): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return Object.hasOwn(GROUPS, kind) && GROUPS[kind]?.includes(group) ? kind : `${kind}.${group}`;
}

/** Groups of Kubernetes itself, whose objects all have metadata; `v1` has the one exception. */
const BUILT_IN = /^(v1|(apps|batch|policy|autoscaling|(networking|rbac\.authorization|storage)\.k8s\.io)\/\S+)$/;

/** Whether the kind is one of a cluster's own, or one that rules look at, and not the configuration file of a tool. */
export const isKnownKind = (apiVersion: string, kind: string): boolean =>
  kindOf(apiVersion, kind) === kind || (BUILT_IN.test(apiVersion) && kind !== 'Config');
