import { setTimeout as pause } from 'node:timers/promises';
import type { ApplicationState, Applications } from './steps';

/** How waiting ended. */
export interface Health {
  readonly healthy: boolean;
  /** What was seen last, of each Application. */
  readonly seen: Readonly<Record<string, string>>;
}

export interface WaitingProps {
  readonly applications: Applications;
  readonly names: readonly string[];
  /** Whether a synced commit includes the release. */
  readonly includes: (synced: string) => Promise<boolean>;
  readonly seconds: number;
  readonly pollSeconds: number;
  readonly signal: AbortSignal;
  /** A server that does not answer for a while is no sign of bad health; its errors are told and waited over. */
  readonly onError?: (error: Error) => void;
}

/**
 * Waits until every Application has the release and is healthy. What a sync of before says does not count: healthy is the
 * old version as well.
 */
export async function waitForHealth({
  applications,
  names,
  includes,
  seconds,
  pollSeconds,
  signal,
  onError,
}: WaitingProps): Promise<Health> {
  const until = performance.now() + seconds * 1_000;
  const seen: Record<string, string> = Object.fromEntries(names.map((name) => [name, 'not seen']));
  const known = new Map<string, boolean>();
  const hasRelease = async (revision: string | undefined) => {
    if (revision === undefined) return false;
    const before = known.get(revision);
    if (before !== undefined) return before;
    const included = await includes(revision);
    known.set(revision, included);
    return included;
  };
  for (;;) {
    let healthy = true;
    for (const name of names) {
      try {
        const state = await applications.state(name, signal);
        const included = await hasRelease(state?.revision);
        seen[name] = state
          ? `${state.health}, ${included ? '' : 'release not '}${state.sync.toLowerCase()}${state.message ? `: ${state.message}` : ''}`
          : 'missing';
        healthy &&= included && isHealthy(state);
      } catch (error) {
        signal.throwIfAborted();
        healthy = false;
        onError?.(error instanceof Error ? error : new Error(String(error)));
      }
    }
    if (healthy) return { healthy, seen };
    if (performance.now() >= until) return { healthy: false, seen };
    await pause(Math.min(pollSeconds * 1_000, Math.max(0, until - performance.now()) + 1), undefined, { signal });
  }
}

const isHealthy = (state: ApplicationState | undefined) => state?.sync === 'Synced' && state.health === 'Healthy';
