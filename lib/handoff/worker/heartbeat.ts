import type { Redis } from 'ioredis';
import type { HandoffQueue, Taken } from '../queue';
import { LeaseLost } from './handler';

/** A lease that is renewed while its handoff is worked on. */
export interface HeldLease {
  readonly taken: Pick<Taken, 'id' | 'token'>;
  /** Aborted when the lease is no longer ours. */
  readonly signal: AbortSignal;
  /** Says that the server confirmed the lease just now. */
  end(): void;
}

interface Entry {
  readonly taken: Pick<Taken, 'id' | 'token'>;
  readonly abort: AbortController;
  readonly since: number;
  confirmedAt: number;
}

/**
 * Renews the leases of a worker on a connection of its own, so that a long command of the work does not hold it up. What
 * cannot be renewed is given up before anybody else may have it: a worker that is cut off from Redis stops by itself.
 */
export class Heartbeat {
  private readonly entries = new Set<Entry>();
  private readonly timer: NodeJS.Timeout;
  private beating = false;

  constructor(
    private readonly queue: HandoffQueue,
    private readonly redis: Redis,
    private readonly onError: (error: Error) => void,
  ) {
    this.timer = setInterval(() => void this.beat(), queue.settings.heartbeatSeconds * 1_000);
  }

  /** Holds the lease of a handoff that was just taken. */
  hold(taken: Taken): HeldLease {
    const abort = new AbortController();
    const now = performance.now();
    const entry: Entry = { taken, abort, since: now, confirmedAt: now };
    this.entries.add(entry);
    return { taken, signal: abort.signal, end: () => this.entries.delete(entry) };
  }

  /** Ends all work at once. */
  abortAll(why: Error): void {
    for (const { abort } of this.entries) abort.abort(why);
  }

  /** What is held now. */
  held(): readonly Pick<Taken, 'id' | 'token'>[] {
    return [...this.entries].map(({ taken }) => taken);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async beat(): Promise<void> {
    this.giveUpUnconfirmed();
    // A beat that waits for a server that is gone is enough; its answer is for all.
    if (this.beating || this.entries.size === 0) return;
    this.beating = true;
    const entries = [...this.entries];
    const askedAt = performance.now();
    try {
      const held = await this.queue.renew(
        entries.map(({ taken }) => taken),
        this.redis,
      );
      entries.forEach((entry, at) => {
        if (held[at]) entry.confirmedAt = askedAt;
        else this.giveUp(entry, 'the lease of the handoff expired, and it is another worker’s or done');
      });
    } catch (error) {
      this.onError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.beating = false;
    }
  }

  private giveUpUnconfirmed(): void {
    const { leaseSeconds, attemptSeconds } = this.queue.settings;
    const now = performance.now();
    for (const entry of this.entries) {
      if (now - entry.since > attemptSeconds * 1_000) this.giveUp(entry, `the attempt took longer than ${attemptSeconds} s`);
      else if (now - entry.confirmedAt > leaseSeconds * 1_000) this.giveUp(entry, 'Redis did not confirm the lease in time');
    }
  }

  private giveUp(entry: Entry, why: string): void {
    this.entries.delete(entry);
    entry.abort.abort(new LeaseLost(why));
  }
}
