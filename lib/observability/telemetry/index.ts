export { PodReader, type PodReaderProps } from './access';
export { agentConfig } from './agent-config';
export { CollectorPolicy, type CollectorPolicyProps } from './collector-policy';
export { type CollectorProps, collector, gateway } from './collectors';
export type { ClusterIdentity } from './common-config';
export { type GatewayConfigProps, gatewayConfig } from './gateway-config';
export { GatewayReplicas, type GatewayReplicasProps } from './gateway-replicas';
export { CHECKPOINTS, LOG_FOLDER, type LogsConfigProps, logsConfig } from './logs-config';
