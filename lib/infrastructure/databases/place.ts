import type { Cluster, ManagedDatabase } from '../../model';

/** Where databases of a cluster stand, and what encrypts them. */
export interface DatabasePlace {
  readonly cluster: Cluster;
  readonly vpcId: string;
  /** Data subnets, one in each zone. */
  readonly subnetIds: readonly string[];
  /** ARN of the key that encrypts data, backups and insights. */
  readonly keyArn: string;
  /** ARN of the key that encrypts logs. */
  readonly logsKeyArn: string;
}

export interface DatabaseProps {
  readonly place: DatabasePlace;
  readonly database: ManagedDatabase;
}

/** The cluster of the other region from which a copy follows; only its names are used, never its state. */
export interface CopyProps extends DatabaseProps {
  /** The cluster that is written to; undefined for a database that follows nobody. */
  readonly source?: Cluster;
}

/** How a database is reached. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}
