export { VeleroPolicy } from './policy';
export { RestoreTest } from './restore-test';
export { BackupSchedule } from './schedules';
export { StorageLocations } from './storage-locations';
export { TestNamespacePolicy } from './test-namespace';
