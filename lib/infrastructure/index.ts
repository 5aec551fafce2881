export { Caches, type CachesProps } from './caches';
export { KubernetesCluster, type KubernetesClusterProps } from './cluster';
export { EncryptionKeys, type EncryptionKeysProps, type KeyArns } from './encryption-keys';
export { Network, type NetworkProps } from './network';
export { ImageRegistry, type ImageRegistryProps } from './registry';
export { SecretReader, type SecretReaderProps } from './secret-reader';
