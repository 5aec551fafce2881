/**
 * The versions of Kubernetes' own groups for which the package kubernetes-models has schemas; the one to use of a kind
 * that several have comes first.
 */
export const GROUP_VERSIONS = [
  'v1',
  'apps/v1',
  'batch/v1',
  'autoscaling/v2',
  'policy/v1',
  'networking.k8s.io/v1',
  'rbac.authorization.k8s.io/v1',
  'storage.k8s.io/v1',
  'scheduling.k8s.io/v1',
  'admissionregistration.k8s.io/v1',
  'apiextensions.k8s.io/v1',
  'apiregistration.k8s.io/v1',
  'authentication.k8s.io/v1',
  'authorization.k8s.io/v1',
  'certificates.k8s.io/v1',
  'coordination.k8s.io/v1',
  'discovery.k8s.io/v1',
  'events.k8s.io/v1',
  'flowcontrol.apiserver.k8s.io/v1',
  'node.k8s.io/v1',
  'autoscaling/v1',
] as const;

/**
 * Fields that Kubernetes 1.34 has and kubernetes-models 4.5.1 does not, each with a field that stands beside it.
 * Source: difference to the OpenAPI definitions of Kubernetes v1.34.0.
 */
export const NEWER_FIELDS: ReadonlyMap<string, string> = new Map([
  ['restartPolicyRules', 'terminationMessagePolicy'],
  ['fileKeyRef', 'secretKeyRef'],
  ['hostnameOverride', 'setHostnameAsFQDN'],
  ['podCertificate', 'serviceAccountToken'],
  ['description', 'preemptionPolicy'],
]);

/** Kinds of Kubernetes 1.34 in stable versions above that kubernetes-models 4.5.1 does not have (same source). */
export const NEWER_KINDS: ReadonlySet<string> = new Set(['storage.k8s.io/v1/VolumeAttributesClass']);
