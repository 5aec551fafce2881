/** Figures that the size of a Prometheus follows from. Replace the assumptions by what prometheus_tsdb_head_series says. */
export const FIGURES = {
  series: {
    /** Assumption: runtime, process and one histogram of requests with ten labels. */
    application: 1000,
    /** Assumption: Istio's standard metrics, two histograms of 20 buckets for each pair of services that talk. */
    sidecar: 1500,
    /** Assumption: cAdvisor and kube-state-metrics, for one pod. */
    pod: 250,
    /** Assumption: kubelet and node exporter, for one node. */
    node: 2000,
  },
  /** 2.5 GB and one core for 300,000 series in memory (Grafana Mimir, planning capacity, ingester: the same storage engine). */
  perSeries: { bytes: 2.5e9 / 300_000, millicores: 1000 / 300_000 },
  /** Rules, queries and the write-ahead log at a start, whatever the number of series. */
  least: { bytes: 1024 ** 3, millicores: 250, diskBytes: 20 * 1024 ** 3 },
  /** Memory over the request that a heavy query may take before the server is killed. */
  memoryBurst: 1.5,
  /** An average of one to two bytes a sample on disk (Prometheus, storage); the larger. */
  bytesPerSample: 2,
  /** Share of the volume that blocks may fill: the rest is for compaction (Prometheus, storage: 80 to 85 %). */
  fill: 0.8,
  /** The default retention of Prometheus; longer where the window of an objective is. */
  retentionDays: 15,
} as const;
