/** How data of the primary region gets to the recovery region while both are well. */
export type Replication = 'readReplica' | 'globalDatabase' | 'none';

/** How long it takes until the copy in the recovery region may be written to. */
export interface Promotion {
  readonly typicalSeconds: number;
  readonly worstSeconds: number;
  readonly source: string;
}

/** Assumptions until a drill of the team has measured its own (failover.measured.promote). */
export const PROMOTION: Readonly<Record<Exclude<Replication, 'none'>, Promotion>> = {
  readReplica: {
    typicalSeconds: 300,
    worstSeconds: 720,
    source: 'RDS API reference, PromoteReadReplica: several minutes or longer, with a reboot; figures are assumptions',
  },
  globalDatabase: {
    typicalSeconds: 60,
    worstSeconds: 300,
    source: 'Aurora User Guide, failing over a global database: minutes, with an instance that is up; figures are assumptions',
  },
};

/**
 * The least recovery point that a read replica may be trusted with, in seconds. It replays what was committed and nothing holds
 * the source back: an alert needs some minutes of lag to tell a burst of writes from a broken replica.
 */
export const REPLICA_LEAST_RPO = 300;
