/** A panel of a dashboard: what is asked, and how it is read. */
export interface HandoffPanel {
  readonly title: string;
  /** PromQL; `$namespace` stands for the namespace. */
  readonly expr: string;
  readonly legend: string;
  readonly unit: 'short' | 's' | 'ops';
  readonly because: string;
}

/** What a person looks at when handoffs do not move. */
export const HANDOFF_PANELS: readonly HandoffPanel[] = [
  {
    title: 'Handoffs by state',
    expr: 'max by (state) (holdfast_handoff_queue_depth{namespace="$namespace"})',
    legend: '{{state}}',
    unit: 'short',
    because: 'every worker counts the same queue, so the highest is the count',
  },
  {
    title: 'Age of the oldest that waits',
    expr: 'max(holdfast_handoff_oldest_seconds{namespace="$namespace"})',
    legend: 'oldest',
    unit: 's',
    because: 'a queue that grows is busy; one whose oldest grows is stuck',
  },
  {
    title: 'Attempts by ending',
    expr: 'sum by (ending) (rate(holdfast_handoff_attempts_total{namespace="$namespace"}[5m]))',
    legend: '{{ending}}',
    unit: 'ops',
    because: 'retries and lost leases come before dead letters',
  },
  {
    title: 'Outcomes',
    expr: 'sum by (why) (increase(holdfast_handoff_attempts_total{namespace="$namespace",ending="done"}[1h]))',
    legend: '{{why}}',
    unit: 'short',
    because: 'what became of releases: released, rejected, rolled back',
  },
  {
    title: 'Duration of an attempt',
    expr: 'histogram_quantile(0.95, sum by (le) (rate(holdfast_handoff_duration_seconds_bucket{namespace="$namespace"}[15m])))',
    legend: '95 %',
    unit: 's',
    because: 'an attempt that comes near its limit is cut off and made again',
  },
];
