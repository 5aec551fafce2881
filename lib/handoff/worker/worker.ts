import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { MessageRefused, type ReadHandoff, readHandoff } from '../protocol';
import { type HandoffQueue, type Taken, waitSeconds } from '../queue';
import type { HandoffEnded, WorkerEvents } from './events';
import { type Handler, LeaseLost, type Point, Unmendable, type Work } from './handler';
import { Heartbeat, type HeldLease } from './heartbeat';

export interface WorkerProps {
  readonly queue: HandoffQueue;
  /** A connection that only the heartbeat uses. */
  readonly heartbeat: Redis;
  readonly handler: Handler;
  /** Names the worker in Redis and logs. */
  readonly name: string;
  /** Handoffs at the same time. Default: 1. */
  readonly concurrency?: number;
  /** Keys that check signatures. Default: none. */
  readonly keys?: readonly string[];
  readonly events?: WorkerEvents;
  /** How long to wait before an empty queue is asked again. Default: 250 ms. Scripts cannot block, and peers do not call. */
  readonly pollMs?: number;
  /** Called at places of interest; tests end the process there. */
  readonly reached?: (point: Point, id: string) => void | Promise<void>;
}

const POLL_MS = 250;
const TROUBLE_MS = 1_000;

/** Takes handoffs of one queue, has them handled, and acknowledges them: nothing is forgotten, and no outcome is told twice. */
export class Worker {
  private readonly heartbeat: Heartbeat;
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private loops: Promise<unknown> | undefined;

  constructor(private readonly props: WorkerProps) {
    this.heartbeat = new Heartbeat(props.queue, props.heartbeat, (error) => this.trouble('heartbeat', error));
  }

  /** Handoffs that are worked on now. */
  get busy(): number {
    return this.running.size;
  }

  start(): void {
    const slots = Array.from({ length: this.props.concurrency ?? 1 }, () => this.takeLoop());
    this.loops = Promise.all([...slots, this.reapLoop()]);
  }

  /**
   * Takes nothing more, and waits for what is worked on. What is not finished in time is given back, and its attempt does
   * not count: the next worker has it at once.
   */
  async stop(graceSeconds: number): Promise<void> {
    this.stopping.abort();
    const settled = (async () => {
      await this.loops;
      await Promise.all(this.running);
    })();
    const grace = new AbortController();
    const late = pause(graceSeconds * 1_000, 'late', { signal: grace.signal }).catch(() => 'settled');
    if ((await Promise.race([settled, late])) === 'late') {
      const held = this.heartbeat.held();
      if (held.length > 0) await this.props.queue.release(held);
      this.heartbeat.abortAll(new LeaseLost('the worker stops, and gave the handoff back'));
    }
    grace.abort();
    this.heartbeat.stop();
  }

  private async takeLoop(): Promise<void> {
    const { queue, name, pollMs = POLL_MS } = this.props;
    while (!this.stopping.signal.aborted) {
      try {
        const take = await queue.take(name);
        if (take.kind === 'taken') {
          const work = this.work(take.taken);
          this.running.add(work);
          await work.finally(() => this.running.delete(work));
        } else if (take.kind === 'wrong-type') {
          this.trouble('queue', new Error(`${queue.key} is a ${take.type} in Redis, neither sorted set nor list; it is left as it is`));
          await this.rest(TROUBLE_MS);
        } else {
          // Workers that ask at different moments find a new handoff sooner.
          await this.rest(Math.min(take.nextDueMs ?? pollMs, pollMs) * (0.75 + Math.random() / 2));
        }
      } catch (error) {
        this.trouble('take', error);
        await this.rest(TROUBLE_MS);
      }
    }
  }

  private async reapLoop(): Promise<void> {
    const { queue } = this.props;
    const everyMs = (queue.settings.leaseSeconds * 1_000) / 2;
    while (!this.stopping.signal.aborted) {
      try {
        const reaped = await queue.reap();
        if (reaped.back + reaped.aside > 0) this.props.events?.reaped?.(reaped);
      } catch (error) {
        this.trouble('reap', error);
      }
      await this.rest(everyMs * (0.75 + Math.random() / 2));
    }
  }

  /** One attempt, from the lease to its end. Never throws: what cannot be told to Redis ends with the lease. */
  private async work(taken: Taken): Promise<void> {
    const { events } = this.props;
    const startedAt = performance.now();
    events?.taken?.(taken);
    const lease = this.heartbeat.hold(taken);
    let ended: Pick<HandoffEnded, 'ending' | 'why' | 'detail'>;
    try {
      await this.reached('taken', taken);
      ended = await this.attempt(taken, lease);
    } catch (error) {
      ended = await this.failed(taken, error).catch((second: unknown) => {
        this.trouble('acknowledge', second);
        return { ending: 'lost' as const, why: 'redis', detail: text(second) };
      });
    } finally {
      lease.end();
    }
    const { id, token, attempt } = taken;
    events?.ended?.({ id, token, attempt, seconds: (performance.now() - startedAt) / 1_000, ...ended });
  }

  private async attempt(taken: Taken, lease: HeldLease): Promise<Pick<HandoffEnded, 'ending' | 'why' | 'detail'>> {
    const { queue, handler, events } = this.props;
    const handoff = this.read(taken);
    const { from_agent: from } = handoff.handoff.metadata;
    events?.read?.({ id: taken.id, from, proof: handoff.proof, notices: handoff.notices });
    if (taken.conflict !== undefined && (await this.isKnown(taken.conflict, handoff.digest))) {
      const dropped = await queue.drop(taken);
      return dropped === 'lost' ? lost('drop') : { ending: 'duplicate', why: 'known', detail: `a copy of ${taken.conflict}` };
    }
    if (taken.conflict !== undefined)
      throw new Unmendable('id-reused', `the id ${taken.conflict} belongs to another handoff with another content`);

    await this.reached('before-effect', taken);
    const outcome = await unlessAborted(lease.signal, handler(handoff, this.workOf(taken, lease)));
    await this.reached('after-effect', taken);
    await this.reached('before-acknowledgement', taken);
    const finished = await queue.finish(taken, handoff.digest, outcome.result, outcome.publish);
    await this.reached('after-acknowledgement', taken);
    if (finished === 'lost') return lost('acknowledgement');
    if (finished.startsWith('wrong-type'))
      throw new Error(`cannot publish the outcome: ${finished.slice('wrong-type '.length)} is no queue in Redis`);
    return { ending: 'done', why: outcome.kind };
  }

  private read({ id, body, problem, conflict }: Taken): ReadHandoff {
    const [kind, about = ''] = problem.split(':');
    if (kind === 'oversize') throw new MessageRefused('oversize', `${about} bytes; its beginning is kept`);
    if (kind === 'wrong-type') throw new Unmendable('wrong-type', `its body is a ${about} in Redis`);
    // A sender may queue first and write the body then.
    if (kind === 'missing') throw new BodyMissing('there is no body: it expired, or was never written');
    return readHandoff(body, { id: conflict ?? id, keys: this.props.keys });
  }

  private async isKnown(id: string, digest: string): Promise<boolean> {
    const done = await this.props.queue.done(id);
    if (done) return done.digest === digest;
    const body = await this.props.queue.bodyOf(id);
    try {
      return body !== undefined && readHandoff(body, { id }).digest === digest;
    } catch {
      return false;
    }
  }

  private workOf(taken: Taken, { signal }: HeldLease): Work {
    const { queue, pollMs = POLL_MS } = this.props;
    return {
      attempt: taken.attempt,
      signal,
      reached: (point) => this.reached(point, taken),
      exclusive: async (group) => {
        for (;;) {
          const turn = await queue.turn(taken, group);
          if (turn === 'turn') return;
          if (turn === 'lost') throw new LeaseLost('the lease ended while another handoff had the turn');
          await pause(pollMs, undefined, { signal });
        }
      },
    };
  }

  private async failed(taken: Taken, error: unknown): Promise<Pick<HandoffEnded, 'ending' | 'why' | 'detail'>> {
    const { queue } = this.props;
    const detail = text(error);
    if (error instanceof LeaseLost) {
      // An attempt that took too long still has its lease, and others need not wait for its end.
      const told = await queue.retry(taken, this.waitAfter(taken), 'lease-lost', detail);
      return { ending: told, why: 'lease-lost', detail };
    }
    if (error instanceof MessageRefused || error instanceof Unmendable) {
      return { ending: await queue.bury(taken, error.reason, detail), why: error.reason, detail };
    }
    const reason = error instanceof BodyMissing ? 'no-body' : 'failed';
    return { ending: await queue.retry(taken, this.waitAfter(taken), reason, detail), why: reason, detail };
  }

  private waitAfter = ({ attempt }: Taken) => waitSeconds(attempt, this.props.queue.settings, Math.random());

  private async reached(point: Point, { id }: Taken): Promise<void> {
    await this.props.reached?.(point, id);
  }

  private rest(milliseconds: number): Promise<unknown> {
    return pause(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  private trouble(what: string, error: unknown): void {
    this.props.events?.trouble?.({ what, error: text(error) });
  }
}

class BodyMissing extends Error {
  override readonly name = 'BodyMissing';
}

const lost = (why: string) => ({ ending: 'lost' as const, why, detail: 'another worker has it, or has finished it' });

const text = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** A handler that does not listen to its signal is not waited for; what it still does has no consequence here. */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}
