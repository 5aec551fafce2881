export { alertmanagerConfig } from './alertmanager';
export { RecordedIndicators, type RecordedIndicatorsProps } from './recorded-indicators';
export { WorkloadMonitor, type WorkloadMonitorProps } from './workload-monitor';
