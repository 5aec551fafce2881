import { type BackupPlan, backupPlans, type Cluster, type Platform } from '../../model';
import type { PlatformBreach } from '../rule';

/** A backup of a cluster, and where in the platform file it is declared. */
export interface PlacedPlan {
  readonly plan: BackupPlan;
  readonly platform: Platform;
  readonly cluster: Cluster;
  /** `production/us-east-1/orders`. */
  readonly subject: string;
  readonly path: readonly PropertyKey[];
}

/** Every backup of every cluster. */
export const placedPlans = (platform: Platform): readonly PlacedPlan[] =>
  platform.clusters.flatMap((cluster) =>
    backupPlans(platform, cluster).map((plan) => ({
      plan,
      platform,
      cluster,
      subject: `${cluster.environment}/${cluster.region}/${plan.subject.kind === 'database' ? plan.subject.name : plan.name}`,
      path: pathOf(platform, plan),
    })),
  );

/** A check of one backup at a time. */
export const overPlans = (check: (placed: PlacedPlan) => readonly PlatformBreach[]) => (platform: Platform) =>
  placedPlans(platform).flatMap(check);

function pathOf({ spec }: Platform, { subject }: BackupPlan): readonly PropertyKey[] {
  if (subject.kind === 'cluster') return ['backups'];
  const declared = spec.databases[subject.name]?.backup;
  return ['databases', subject.name, ...(declared ? ['backup'] : [])];
}
