export { Databases, type DatabasesProps } from './databases';
export { type PodsOnlyProps, podsOnly } from './pods-only';
export { GlobalDatabases, type GlobalDatabasesProps } from './replication';
