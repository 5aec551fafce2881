export { type PublicEndpoint, publicEndpoints } from './endpoints';
export { externalLabels, type RemoteWorkspace, remoteWorkspaces } from './identity';
export { monitoringLabels, readByPrometheus, SERVERS, serverSelector } from './labels';
export { type MonitoringSize, monitoringSize } from './size';
