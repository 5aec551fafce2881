/** Pieces of PromQL. */

type Matchers = Readonly<Record<string, string | RegExp>>;

/** A selector with equal labels, and regular expressions for those that are given as such. */
export const select = (metric: string, matchers: Matchers) =>
  `${metric}{${Object.entries(matchers)
    .map(([label, value]) => (typeof value === 'string' ? `${label}="${value}"` : `${label}=~"${value.source}"`))
    .join(',')}}`;

/** Letters and digits that names of pods get at random (Kubernetes, apimachinery, util/rand). */
const RANDOM = '[bcdfghjklmnpqrstvwxz2456789]';

/**
 * Pods of a Deployment or a Rollout by name: the hash of the template and five letters follow. No other workload has such
 * names, even one whose name starts the same, since the letters have no vowels.
 */
export const podsOf = (workload: string) => new RegExp(`${workload}-${RANDOM}+-${RANDOM}{5}`);

/** Jobs of a CronJob: its name and the minute of the run. */
export const jobsOf = (cronJob: string) => new RegExp(`${cronJob}-[0-9]+`);

/** Pods of those Jobs. */
export const podsOfJobs = (cronJob: string) => new RegExp(`${jobsOf(cronJob).source}-${RANDOM}{5}`);
