export { BackupSchedule, RestoreTest, StorageLocations, TestNamespacePolicy, VeleroPolicy } from './velero';
