export { KubernetesCluster, type KubernetesClusterProps } from './cluster';
export { EncryptionKey, type EncryptionKeyProps } from './encryption-key';
export { Network, type NetworkProps } from './network';
export { ImageRegistry, type ImageRegistryProps } from './registry';
