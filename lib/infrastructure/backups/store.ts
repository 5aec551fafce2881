import { Construct } from 'constructs';
import { accessLogBucket, type BackupStorePlan, type Cluster, type Platform } from '../../model';
import { Bucket } from '../storage';

/** Days for which what was deleted can be had back where no lock holds it. */
const LEAST_VERSIONS_DAYS = 7;

export interface BackupStoreProps {
  readonly platform: Platform;
  /** Cluster of the region in which the backups are kept. */
  readonly cluster: Cluster;
  readonly plan: BackupStorePlan;
  /** ARN of the key of data of the same region: whoever restores there asks no other. */
  readonly keyArn: string;
}

/**
 * The bucket of backups of one region: those of the other region's cluster, so that they outlive it. For the time of the lock nobody
 * deletes a version; a deletion leaves the version behind a marker for as long again, so that an old block of a volume, whose lock has
 * ended, can be had back too.
 */
export class BackupStore extends Construct {
  constructor(scope: Construct, id: string, { platform, cluster, plan, keyArn }: BackupStoreProps) {
    super(scope, id);
    const lockDays = plan.lockDays?.value;
    new Bucket(this, 'store', {
      name: plan.bucket,
      keyArn,
      logsTo: accessLogBucket(platform.name, cluster.account, cluster.region),
      ...(lockDays === undefined ? {} : { lockDays }),
      expireDays: plan.expireDays.value,
      expirePrefixes: plan.expirePrefixes,
      keepVersionsDays: lockDays ?? LEAST_VERSIONS_DAYS,
      protect: cluster.protect,
    });
  }
}
