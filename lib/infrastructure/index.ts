export { Caches, type CachesProps } from './caches';
export { KubernetesCluster, type KubernetesClusterProps } from './cluster';
export { ClusterAccessEntries, type ClusterAccessEntriesProps } from './cluster-access';
export { EncryptionKeys, type EncryptionKeysProps, type KeyArns } from './encryption-keys';
export { Network, type NetworkProps } from './network';
export { PodIdentities, type PodIdentitiesProps } from './pod-identities';
export { ImageRegistry, type ImageRegistryProps } from './registry';
