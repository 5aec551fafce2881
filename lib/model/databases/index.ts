export { type EngineVersion, engineVersion } from './engine-version';
export { instanceClass } from './instance-class';
export { LAG_SEEN_SECONDS } from './lag';
export { type ManagedDatabase, managedDatabases } from './managed';
export type { Product } from './product';
export { PROMOTION, type Promotion, REPLICA_LEAST_RPO, type Replication } from './promotion';
export { replicationOf } from './replication';
