/** Limits of alerts that the platform file has no figure for, each with why it is so. */
export const LIMITS = {
  /** The kubelet waits 10 s, 20 s, 40 s, ... up to 5 min between restarts (Kubernetes, pod lifecycle): the third is a pattern. */
  restarts: { count: 3, withinSeconds: 900 },
  /** Waits for a start, its probes and an image; longer is no start any more. */
  notReadySeconds: 600,
  /** A Deployment that makes no progress says so after ten minutes (Kubernetes, progressDeadlineSeconds), and this adds to it. */
  rolloutStuckSeconds: 300,
  /** A canary that a person must decide about can wait for the end of a meeting, and not for the end of the day. */
  rolloutPausedSeconds: 7_200,
  /** The autoscaler looks every 15 s and waits five minutes before it goes down (Kubernetes, HorizontalPodAutoscaler). */
  atCeilingSeconds: 900,
  /** Share of the periods of 100 ms in which a container had to stop; a quarter is felt in the slowest requests. */
  throttledShare: 0.25,
  /** The working set that counts for the limit; what is left is less than a burst of requests takes. */
  memoryShare: 0.9,
  /** A volume is filling when a line through the last six hours ends within four days, and less than a fifth is left. */
  volume: { leftShare: 0.2, lookBackSeconds: 21_600, aheadSeconds: 345_600, almostFullShare: 0.05 },
  /** What a quota leaves once is the room for a roll-out: the model sizes it with twice the surge. */
  quotaShare: 0.9,
  /** Ninety days of validity are renewed at a third of them (Let's Encrypt, integration guide): what is left after a week failed. */
  certificateSeconds: { warning: 21 * 86_400, critical: 3 * 86_400 },
  /** A target that was replaced is gone after a start; a scrape that fails for longer is a mistake. */
  scrapeSeconds: 600,
  /** Nodes are not ready for 40 s before the cluster says so, and pods leave them after five minutes (Kubernetes, nodes). */
  nodeSeconds: 300,
  /** A zone is gone when no node of it is ready; replicas of the others carry the load meanwhile. */
  zoneSeconds: 120,
  /** Argo CD asks Git every three minutes (Argo CD, FAQ), and a sync with a roll-out takes its time. */
  outOfSyncSeconds: 1_800,
  degradedSeconds: 900,
  /** Two retries of the store, with the longest wait between them. */
  secretSeconds: 900,
  /** Share of notifications that fail; each is tried again until it is too old. */
  notificationShare: 0.05,
  /** Share of requests that fail between two services, whatever the objective of either is. */
  meshErrorShare: 0.05,
  /** Below one request in ten seconds a share means nothing. */
  meshLeastRate: 0.1,
  /** A release takes minutes, and one after the other goes to an environment; a handoff that nobody takes for longer is stuck. */
  handoff: { oldestSeconds: 1_800, stuckSeconds: 300, lostSeconds: 300 },
} as const;
