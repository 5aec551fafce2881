export { type ClusterAccess, clusterAccess } from './cluster-access';
export { type Permission, useOfKey } from './permission';
export { CHART_ACCOUNTS, type PodIdentity, podIdentities, podRoleName } from './pod-identities';
