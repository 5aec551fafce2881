import type { DatabaseSpec } from '../../spec';
import type { Replication } from './promotion';

/** What AWS runs a managed database with. */
export type Product = 'rds' | 'aurora' | 'documentdb' | 'elasticache';

/** PostgreSQL is plain RDS; only Aurora has a global database. */
export function productOf({ engine }: DatabaseSpec, replication: Replication): Product {
  if (engine === 'redis') return 'elasticache';
  if (engine === 'mongodb') return 'documentdb';
  return replication === 'globalDatabase' ? 'aurora' : 'rds';
}
