export { DashboardConfigMaps, type DashboardConfigMapsProps } from './config-maps';
export { dashboardFiles } from './files';
export { grafanaDashboard } from './grafana';
