export { type PublicEndpoint, publicEndpoints } from './endpoints';
export { externalLabels, type RemoteWorkspace, remoteWorkspaces } from './identity';
export { monitoringLabels, readByPrometheus, SERVERS, serverSelector } from './labels';
export { alertmanagersOf, gatewayMib, nodeAgents, TRACE_DECISION_SECONDS, WATCHERS, watchersReserve } from './pods';
export { type MonitoringSize, monitoringSize } from './size';
