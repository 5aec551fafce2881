import type { Cluster, ManagedDatabase } from '../../model';

/**
 * What is left when a server is deleted after all. Whoever removes a protected database from the file removes preventDestroy with
 * it: then a last snapshot stays. AWS takes none of what only follows (RDS API reference, DeleteDBInstance).
 */
export const lastSnapshot = ({ server, role }: ManagedDatabase, { protect }: Cluster) =>
  protect && role !== 'copy' ? { finalSnapshotIdentifier: `${server}-final` } : { skipFinalSnapshot: true };
