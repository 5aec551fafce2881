export { type ClusterAccess, clusterAccess } from './cluster-access';
export { type Permission, useOfKey } from './permission';
export { CHART_ACCOUNTS, podIdentities, podRoleName } from './pod-identities';
export type { PodIdentity } from './pod-identity';
