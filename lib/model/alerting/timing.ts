/**
 * How long alerts are gathered and how often they are told again, in seconds. Alertmanager's own defaults are 30 s, 5 min
 * and 4 h (Alertmanager, configuration of a route).
 */
export const TIMING = {
  /** What goes into the first message: the default. */
  group: { waitSeconds: 30, intervalSeconds: 300 },
  /**
   * A page waits for nothing but the alerts of the same evaluation; 10 s, since every second of it counts against the RTO.
   * It is told again each hour, so that one which was taken for another does not stay forgotten.
   */
  critical: { waitSeconds: 10, intervalSeconds: 60, repeatSeconds: 3600 },
  /** Once a working day at most: a chat that repeats itself is muted by people. */
  warning: { waitSeconds: 30, intervalSeconds: 300, repeatSeconds: 12 * 3600 },
  /** Once a day; it is read, not acted on. */
  info: { waitSeconds: 300, intervalSeconds: 3600, repeatSeconds: 24 * 3600 },
} as const;
