/** The finest rate of EventBridge Scheduler, in seconds (EventBridge Scheduler User Guide, rate-based schedules). */
export const SCHEDULE_SECONDS = 60;
/** A schedule is invoked within this time of what it says, in seconds (EventBridge Scheduler User Guide, schedule types). */
const SCHEDULE_PRECISION = 60;

/** Something that is looked at again and again, by a state machine that a schedule starts. */
export interface Looks {
  /** Time between two starts, in seconds. */
  readonly periodSeconds: number;
  /** Looks of one run. */
  readonly count: number;
  /** Time from one look of a run to the next, in seconds. */
  readonly intervalSeconds: number;
  /** The longest time between two looks, in seconds: a run may start at the end of its minute. */
  readonly longestGap: number;
}

/** Looks at an interval: several a run where it is shorter than the finest rate of a schedule. */
export function looksEvery(intervalSeconds: number): Looks {
  const periodSeconds = Math.max(SCHEDULE_SECONDS, Math.ceil(intervalSeconds / SCHEDULE_SECONDS) * SCHEDULE_SECONDS);
  const count = Math.max(1, Math.floor(periodSeconds / intervalSeconds));
  const lastLook = (count - 1) * intervalSeconds;
  return { periodSeconds, count, intervalSeconds, longestGap: Math.max(intervalSeconds, periodSeconds + SCHEDULE_PRECISION - lastLook) };
}
