export type { Alert, AlertGroup } from './alert';
export { platformAlerts } from './cluster';
export { exportersOf } from './cluster/exporters';
export type { Runbook, RunbookStep } from './runbook';
export { type AlertScope, CLUSTER_SECTION, clusterScope, RUNBOOKS_FOLDER, serviceScope } from './scope';
export { serviceAlerts } from './service';
export { type StoreAlertsProps, storeAlerts } from './store';
