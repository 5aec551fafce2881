/**
 * When servers take their automated backups and their maintenance, in UTC. A replica cannot be promoted while it is backed up (RDS
 * API reference, PromoteReadReplica), so that the regions take turns: at no time do both wait.
 */
export const WINDOWS = {
  primary: { backup: '02:00-03:00', maintenance: 'sun:04:00-sun:05:00' },
  recovery: { backup: '06:00-07:00', maintenance: 'tue:04:00-tue:05:00' },
} as const;

/** Certificate authority of the servers: valid until 2061 (RDS User Guide, using SSL/TLS). */
export const CERTIFICATE_AUTHORITY = 'rds-ca-rsa2048-g1';
