export { clusterApplications } from './applications';
export { type ApiAccess, apiAccess, NoCluster } from './config';
