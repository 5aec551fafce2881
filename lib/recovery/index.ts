export * from './failover';
export { recoveryRunbooks } from './runbooks';
export { BackupSchedule, RestoreTest, StorageLocations, TestNamespacePolicy, VeleroPolicy } from './velero';
export { postgresJobs, postgresServer } from './postgres';
