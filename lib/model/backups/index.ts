import type { Cluster, Platform } from '../platform';
import { vaultBackups } from './aws-backup';
import type { BackupPlan } from './plan';
import { clusterBackups } from './velero';
import { postgresBackups } from './wal-g';

export { awsExpression, START_WINDOW_SECONDS, type VaultPlan, vaultBackups } from './aws-backup';
export { cadenceFault, cadenceWithin, cronEvery, suspectedHours, unevenStep } from './cadence';
export { backupPlace, peerOf, veleroPrefix } from './place';
export type { BackupMethod, BackupPlace, BackupPlan, BackupSubject } from './plan';
export { clusterBackupName, clusterBackups, tiersIn, type VeleroPlan, type VolumeHook, volumesOnly } from './velero';
export { postgresBackup, postgresBackups } from './wal-g';

/** Every backup of a cluster, whoever makes it. */
export const backupPlans = (platform: Platform, cluster: Cluster): readonly BackupPlan[] => [
  ...clusterBackups(platform, cluster),
  ...vaultBackups(platform, cluster),
  ...postgresBackups(platform, cluster),
];
