import { formatSeconds } from '../../spec';
import { type BackupPlan, backupPlans } from '../backups';
import { LAG_SEEN_SECONDS, type ManagedDatabase, managedDatabases } from '../databases';
import { type Derived, derived } from '../derived';
import type { Cluster, Platform } from '../platform';

/** What keeps the loss of a database small when its region is lost. */
export type Keeper = 'replication' | 'heldBack' | 'backup' | 'nothing';

/** The most that may be lost of one database when the region that writes it is lost. */
export interface Loss {
  readonly database: string;
  /** Tier of the database, which may promise less than that of a service which uses it. */
  readonly tier: string;
  readonly by: Keeper;
  /** In seconds; infinite where nothing of it is kept elsewhere. */
  readonly worst: Derived<number>;
}

/** What may be lost of each database that the services of a cluster use, by its name. */
export function lossesOf(platform: Platform, cluster: Cluster): ReadonlyMap<string, Loss> {
  const managed = new Map(managedDatabases(platform, cluster).map((database) => [database.name, database]));
  const plans = backupPlans(platform, cluster);
  const used = new Set(cluster.services.flatMap(({ workload }) => platform.spec.services[workload.name]?.databases ?? []));
  return new Map(
    [...used].sort().flatMap((name) => {
      const tier = platform.spec.databases[name]?.tier;
      if (tier === undefined) return [];
      return [[name, { database: name, tier, ...keptBy(name, managed.get(name), plans, cluster) }] as const];
    }),
  );
}

function keptBy(
  name: string,
  managed: ManagedDatabase | undefined,
  plans: readonly BackupPlan[],
  cluster: Cluster,
): Pick<Loss, 'by' | 'worst'> {
  if (managed?.heldBackAfter) return { by: 'heldBack', worst: managed.heldBackAfter };
  if (managed?.lagAlert) return { by: 'replication', worst: behind(managed.lagAlert) };
  const own = plans.find(({ subject, place }) => subject.kind === 'database' && subject.name === name && place.region !== cluster.region);
  if (own) return { by: 'backup', worst: own.worstLoss };
  const whole = plans.find(({ subject, place }) => subject.kind === 'cluster' && place.region !== cluster.region);
  // Volumes are in the backup of the whole cluster; what AWS runs is not.
  if (!managed && whole) return { by: 'backup', worst: sinceLast(whole) };
  const nothing = derived(Number.POSITIVE_INFINITY, 'all of it', {}, `nothing of it is kept outside ${cluster.region}`);
  return { by: 'nothing', worst: nothing };
}

/** A copy that stands still falls behind until somebody is told: from there on it is known that the promise does not hold. */
const behind = (lagAlert: Derived<number>) =>
  derived(
    lagAlert.value + LAG_SEEN_SECONDS,
    'lag at which somebody is told + until its alarm has seen it',
    { 'somebody is told at': formatSeconds(lagAlert.value), 'until seen': formatSeconds(LAG_SEEN_SECONDS) },
    'CloudWatch User Guide, evaluating an alarm: a metric and a look each minute',
  );

const sinceLast = ({ gap, duration }: BackupPlan) =>
  derived(
    gap.value + duration.value,
    'longest gap + longest duration of the backup of the whole cluster',
    { 'longest gap': formatSeconds(gap.value), 'longest duration': formatSeconds(duration.value) },
    'a copy is safe when it has ended',
  );
