/** Up: double, or four pods, whichever is more, each quarter of a minute. A burst does not wait. */
export const SCALE_UP = { stabilizationSeconds: 0, percent: 100, pods: 4, periodSeconds: 15 } as const;

/** Seconds until an autoscaler that goes by a metric has seen a load: a scrape of the kubelets and a sync, 15 s each (Kubernetes, HPA). */
const METRIC_LAG = 30;

/** Seconds that an autoscaler takes from some replicas to more, once the load is there. */
export function scaleUpSeconds(from: number, to: number): number {
  if (from >= to) return 0;
  let replicas = from;
  let periods = 0;
  while (replicas < to) {
    replicas += Math.max(SCALE_UP.pods, Math.floor((replicas * SCALE_UP.percent) / 100));
    periods += 1;
  }
  return METRIC_LAG + periods * SCALE_UP.periodSeconds;
}
