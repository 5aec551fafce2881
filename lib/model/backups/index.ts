import type { Cluster, Platform } from '../platform';
import type { BackupPlan } from './plan';
import { clusterBackups } from './velero';

export { cadenceFault, cronEvery, unevenStep } from './cadence';
export { backupPlace, peerOf } from './place';
export type { BackupMethod, BackupPlace, BackupPlan, BackupSubject } from './plan';
export { CLUSTER_BACKUP, clusterBackups, tiersIn, type VeleroPlan, volumesOnly } from './velero';

/** Every backup of a cluster, whoever makes it. */
export const backupPlans = (platform: Platform, cluster: Cluster): readonly BackupPlan[] => [...clusterBackups(platform, cluster)];
