import { setTimeout as pause } from 'node:timers/promises';
import type { Checkout } from './git/checkout';
import { textOf } from './git/explain';
import { DeliveryRefused } from './refused';

/** How often and how long a publisher tries when others push to the same branch. */
export interface Pace {
  readonly attempts: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
}

/**
 * Each time the branch moves, one publisher has succeeded: twenty attempts let twenty publish at once. A fetch and push
 * takes about a second on a hosted server, so a wait beyond a few of them only delays.
 */
export const PACE: Pace = { attempts: 20, firstWaitMs: 250, longestWaitMs: 5_000 };

/** A push that lost a race; git words it differently with the moment at which the other one won. */
const LOST_RACE =
  /fetch first|non-fast-forward|stale info|cannot lock ref|failed to update ref|incorrect old value|reference already exists|unable to create '.*\.lock'/i;

/** Prepares a commit on a tip and returns its message; undefined when the tip already is what is wanted. */
export type Prepare = (tip: string | undefined) => Promise<string | undefined>;

/** How pushing ended. */
export interface Pushed {
  /** Undefined when nothing had to be done. */
  readonly commit?: string;
  readonly attempts: number;
}

/**
 * Commits onto the tip of the branch and pushes; when the branch moved meanwhile, does the same on the new tip. Never
 * forces, so nothing that another one pushed is lost. What counts is what the branch holds, not what git said: a push
 * whose answer was lost on the way is found there, and not repeated.
 */
export async function pushOntoTip(checkout: Checkout, prepare: Prepare, pace: Pace, stopped: AbortSignal): Promise<Pushed> {
  let lost: { readonly commit: string; readonly tip: string | undefined; readonly error: unknown } | undefined;
  for (let attempts = 1; ; attempts++) {
    const tip = await checkout.fetchTip();
    if (lost && tip !== undefined && (await checkout.isAncestor(lost.commit, tip))) return { commit: lost.commit, attempts: attempts - 1 };
    if (lost && lost.tip === tip && !LOST_RACE.test(textOf(lost.error))) throw lost.error;
    if (attempts > pace.attempts) throw outpaced(pace);

    await checkout.resetTo(tip);
    const message = await prepare(tip);
    if (message === undefined) return { attempts };
    const commit = await checkout.commit(message);
    try {
      await checkout.push();
      return { commit, attempts };
    } catch (error) {
      lost = { commit, tip, error };
    }
    await pause(waitMs(attempts, pace, Math.random()), undefined, { signal: stopped });
  }
}

/**
 * Any time up to a bound that doubles: publishers that collided spread out, rather than collide again.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ ("full jitter")
 */
export const waitMs = (attempt: number, { firstWaitMs, longestWaitMs }: Pace, random: number) =>
  Math.round(random * Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1)));

const outpaced = ({ attempts }: Pace) =>
  new DeliveryRefused(
    `the branch moved ${attempts} times while this release was pushed, so others publish faster than one can follow. Nothing was published; run the same command again, and let pipelines of one environment wait for each other`,
  );
