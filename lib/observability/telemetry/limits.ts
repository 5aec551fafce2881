import { TRACE_DECISION_SECONDS } from '../../model';

/** Bounds that keep a collector alive when what it sends to is slow or gone. */
export const LIMITS = {
  /** Soft limit at 60 % and hard limit at 80 % of the container's memory: refused data is better than a killed process (memory_limiter, README). */
  memory: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 },
  /** The defaults of the exporter are 1,000 batches and five minutes (exporterhelper, README); a batch here is at most 8,192 items. */
  queue: { enabled: true, num_consumers: 4, queue_size: 500, block_on_overflow: false },
  retry: { enabled: true, initial_interval: '5s', max_interval: '30s', max_elapsed_time: '300s' },
  batch: { send_batch_size: 4096, send_batch_max_size: 8192, timeout: '1s' },
  decisionWaitSeconds: TRACE_DECISION_SECONDS,
  /** A trace that takes longer is kept whatever the share, in milliseconds. */
  slowTraceMs: 1000,
} as const;
