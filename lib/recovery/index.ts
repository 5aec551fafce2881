export * from './failover';
export { postgresJobs, postgresServer } from './postgres';
export { recoveryRunbooks } from './runbooks';
export { BackupSchedule, RestoreTest, StorageLocations, TestNamespacePolicy, VeleroPolicy } from './velero';
