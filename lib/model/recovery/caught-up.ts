import type { ManagedDatabase } from '../databases';

/** When a copy holds everything that was written before its source was shut off, and how long that is waited for, in seconds. */
export const CAUGHT_UP = {
  /** A copy counts as up to date while it is no further behind. */
  lagSeconds: 60,
  /** CloudWatch has evaluated what was measured after a minute (assumption: within two more), and the lag allowed has passed before that. */
  settleSeconds: 240,
  /** A source at rest commits something within five minutes (RDS User Guide, monitoring read replication); twice that. */
  worstSeconds: 600,
  pauseSeconds: 20,
  /** The other region notices that it has to hand over: its detector is started every minute, a minute late at worst. */
  handoverSeconds: 180,
} as const;

/** Copies that are not switched over by AWS with all that was written; those of Aurora and DocumentDB are (SwitchoverGlobalCluster). */
export const catchesUp = ({ product }: ManagedDatabase) => product === 'rds' || product === 'elasticache';
