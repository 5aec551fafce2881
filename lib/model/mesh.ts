/** Facts of Istio that more than one layer rests on. */
export const ISTIO = {
  /** Upper bounds of istio_request_duration_milliseconds (Envoy's default histogram buckets; Istio Classic FAQ, metrics). */
  durationBuckets: [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000],
  /** Where a sidecar answers with its metrics; it is excluded from mutual TLS (Istio, ports used by Istio). */
  metrics: { port: 15_090, path: '/stats/prometheus' },
  /** What a sidecar reserves and may use (Istio, default values of global.proxy.resources). */
  sidecar: { millicores: 100, bytes: 128 * 2 ** 20, limitBytes: 1024 * 2 ** 20 },
} as const;
