export type { BackupMethod, BackupPlace, BackupPlan, BackupSubject } from './plan';
