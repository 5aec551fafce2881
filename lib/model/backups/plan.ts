import type { Derived } from '../derived';

/** What is copied: the objects and volumes of a cluster, or a database. */
export type BackupSubject = { readonly kind: 'cluster' } | { readonly kind: 'database'; readonly name: string };

/** How it is copied: by Velero, by wal-g with its continuous archive, or by AWS itself. */
export type BackupMethod = 'velero' | 'wal-g' | 'awsBackup';

/** Where backups are kept, and with which key. */
export interface BackupPlace {
  readonly account: string;
  readonly region: string;
  /** Bucket, or vault with method `awsBackup`. */
  readonly name: string;
  /** Alias of the KMS key, in the region of the backups: where they are restored nobody can ask a region that is lost. */
  readonly keyAlias: string;
}

/** Backups of one subject in one cluster, with what follows for its recovery. */
export interface BackupPlan {
  /** Name of the object that makes them, unique in a cluster. */
  readonly name: string;
  readonly subject: BackupSubject;
  readonly method: BackupMethod;
  /** Recovery tier whose promise they keep. */
  readonly tier: string;
  /** Region that is backed up. */
  readonly region: string;
  readonly place: BackupPlace;
  /** When a full backup starts: a cron expression of five fields. */
  readonly schedule: { readonly cron: string; readonly timeZone: string };
  /** Cadence that was meant, in seconds, where one was declared. */
  readonly every?: number;
  /** Longest time between two starts, in seconds. */
  readonly gap: Derived<number>;
  /** How long a full backup takes at most, in seconds. */
  readonly duration: Derived<number>;
  /** Longest time, in seconds, after which changes between full backups are kept too; undefined where they are not. */
  readonly continuous?: Derived<number>;
  /** How long a full backup is kept, in seconds. */
  readonly retention: Derived<number>;
  /** The most data, in seconds, that is lost where nothing but these backups is left. */
  readonly worstLoss: Derived<number>;
  /** Age, in seconds, of the newest copy (of the archive where there is one) beyond which somebody is told. */
  readonly alertAfter: Derived<number>;
}
