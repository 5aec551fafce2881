/** Statements that take longer are logged, in milliseconds. */
const SLOW_MS = 1000;

/** What every PostgreSQL is told. Clients without TLS are refused, whatever their connection string says. */
export const POSTGRES_PARAMETERS = [
  { name: 'rds.force_ssl', value: '1' },
  { name: 'log_min_duration_statement', value: String(SLOW_MS) },
  { name: 'log_connections', value: '1' },
  { name: 'log_disconnections', value: '1' },
  { name: 'log_lock_waits', value: '1' },
];

/** What it logs to CloudWatch. */
export const POSTGRES_LOGS = ['postgresql', 'upgrade'];
