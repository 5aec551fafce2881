import type { DatabaseSpec, PlatformSpec } from '../../spec';
import { type Derived, derived, figure } from '../derived';
import { cacheName, databaseServer } from '../names';
import type { Cluster, Platform } from '../platform';
import { databasePort } from '../resolve/peers';
import { lagAlertOf } from './lag';
import { type Product, productOf } from './product';
import type { Replication } from './promotion';
import { replicationOf } from './replication';

/** A database of AWS that the services of a cluster use. */
export interface ManagedDatabase {
  /** As the platform file names it. */
  readonly name: string;
  readonly spec: DatabaseSpec;
  readonly product: Product;
  /** Name of its server in AWS, the same in each region. */
  readonly server: string;
  readonly port: number;
  readonly replication: Derived<Replication>;
  /** Whether it is written to here, follows the other region's, or has nothing to do with it. */
  readonly role: 'source' | 'copy' | 'alone';
  /** Days for which automated backups are kept. */
  readonly backupDays: Derived<number>;
  /** The most data, in seconds, that a global database may be behind before it holds commits back; undefined elsewhere. */
  readonly heldBackAfter?: Derived<number>;
  /** How far, in seconds, a copy may be behind before somebody is told; undefined where nothing is copied. */
  readonly lagAlert?: Derived<number>;
}

const DAY = 86_400;
/** Automated backups are kept for a day to 35 days (RDS API reference, CreateDBInstance; DocumentDB likewise). */
const BACKUP_DAYS = { least: 1, most: 35 } as const;
/** Bounds of rds.global_db_rpo (Aurora User Guide, managing RPOs for Aurora PostgreSQL global databases), in seconds. */
const LEAST_HELD_BACK = 20;

/** Managed databases that the services of a cluster use, sorted by name. */
export function managedDatabases({ name: platform, spec, clusters }: Platform, cluster: Cluster): readonly ManagedDatabase[] {
  const regions = clusters.filter(({ environment }) => environment === cluster.environment).length;
  const used = new Set(cluster.services.flatMap(({ workload }) => spec.services[workload.name]?.databases ?? []));
  return Object.entries(spec.databases)
    .filter(([name, { placement }]) => placement === 'managed' && used.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, database]) => managed(platform, spec, cluster, regions, name, database));
}

function managed(
  platform: string,
  spec: PlatformSpec,
  cluster: Cluster,
  regions: number,
  name: string,
  database: DatabaseSpec,
): ManagedDatabase {
  const replication = replicationOf(spec, database, regions);
  const product = productOf(database, replication.value);
  const server = (product === 'elasticache' ? cacheName : databaseServer)(platform, cluster.environment, name);
  const heldBackAfter = product === 'aurora' ? heldBack(spec, database) : undefined;
  return {
    name,
    spec: database,
    product,
    server,
    port: databasePort(database),
    replication,
    role: replication.value === 'none' ? 'alone' : cluster.role === 'primary' ? 'source' : 'copy',
    backupDays: backupDays(spec, database),
    ...(heldBackAfter ? { heldBackAfter } : {}),
    ...(replication.value === 'none' ? {} : { lagAlert: lagAlertOf(spec, database) }),
  };
}

function backupDays({ tiers }: PlatformSpec, { tier }: DatabaseSpec): Derived<number> {
  const declared = tiers[tier]?.retention;
  const days = Math.ceil((declared?.seconds ?? 0) / DAY);
  return derived(
    Math.min(BACKUP_DAYS.most, Math.max(BACKUP_DAYS.least, days)),
    'retention of the tier in days, from 1 to 35; what is kept for longer is in the backup vaults',
    { retention: declared?.text ?? '0d' },
    'RDS API reference, CreateDBInstance: BackupRetentionPeriod',
  );
}

function heldBack({ tiers }: PlatformSpec, { tier }: DatabaseSpec): Derived<number> {
  const rpo = tiers[tier]?.rpo.seconds ?? 0;
  return derived(
    Math.max(LEAST_HELD_BACK, Math.floor(rpo)),
    'RPO of the tier in seconds, at least 20',
    { RPO: `${figure(rpo)}s` },
    'Aurora User Guide, rds.global_db_rpo: commits wait while the copy is further behind',
  );
}
