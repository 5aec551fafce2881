export * from './failover';
export { recoveryRunbooks } from './runbooks';
export { allStoreAlerts, storeWorkloads } from './stores';
export { BackupSchedule, RestoreTest, StorageLocations, TestNamespacePolicy, VeleroPolicy } from './velero';
