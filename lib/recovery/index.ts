export * from './failover';
export { BackupSchedule, RestoreTest, StorageLocations, TestNamespacePolicy, VeleroPolicy } from './velero';
