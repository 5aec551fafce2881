import type { Redis } from 'ioredis';
import { bodyKey, LIMITS, type OwnKeys, ownKeys, placeOf, type QueueName, queueKey, type Sealed } from '../protocol';
import { SCRIPTS } from './scripts';
import type { QueueSettings } from './settings';

/** A handoff in a worker's hands. */
export interface Taken {
  /** Under which it is kept; its own, unless another handoff has the same. */
  readonly id: string;
  /** Decides about it while it is current; whoever takes it next has a higher one. */
  readonly token: string;
  /** From 1. */
  readonly attempt: number;
  readonly body: string;
  /** `missing`, `wrong-type:<type>`, `oversize:<bytes>`, or nothing. */
  readonly problem: string;
  /** The id that another handoff with another content had before. */
  readonly conflict?: string;
}

/** What a worker gets when it asks for a handoff. */
export type Take =
  | { readonly kind: 'taken'; readonly taken: Taken }
  | { readonly kind: 'empty'; readonly nextDueMs?: number }
  | { readonly kind: 'wrong-type'; readonly type: string };

/** How a queue that does not exist yet is made. */
export type QueueStyle = 'sorted' | 'list';

/** A message that is published with an outcome. */
export interface Outgoing {
  readonly message: Sealed;
  /** Default: sorted. A queue that exists says itself what it is. */
  readonly style?: QueueStyle;
}

/** What is remembered of a handoff that is done. */
export interface Done {
  readonly token: string;
  readonly digest: string;
  readonly outcome: string;
  readonly at: number;
}

/** The handoffs of one role: taken, kept while they are worked on, and finished. Every step is one script. */
export class HandoffQueue {
  readonly key: string;
  readonly own: OwnKeys;
  private readonly prefix: string;

  constructor(
    readonly redis: Redis,
    readonly name: QueueName,
    readonly settings: QueueSettings,
  ) {
    this.key = queueKey(name);
    this.own = ownKeys(this.key);
    this.prefix = `holdfast:${this.key}:`;
  }

  async take(worker: string): Promise<Take> {
    const args = [this.prefix, ms(this.settings.leaseSeconds), worker, LIMITS.bodyBytes, bodyKey('')];
    const [kind, ...rest] = (await SCRIPTS.take.run(this.redis, [this.key], args)) as [string, ...unknown[]];
    if (kind === 'wrong-type') return { kind, type: String(rest[0]) };
    if (kind === 'empty') return Number(rest[0]) < 0 ? { kind } : { kind, nextDueMs: Number(rest[0]) };
    const [id, token, attempt, body, problem, conflict] = rest.map(String) as [string, string, string, string, string, string];
    return { kind: 'taken', taken: { id, token, attempt: Number(attempt), body, problem, conflict: conflict || undefined } };
  }

  /** Extends leases; says of each whether it is still held. Runs on the connection that it is given: that of the heartbeat. */
  async renew(leases: readonly Pick<Taken, 'id' | 'token'>[], redis: Redis = this.redis): Promise<readonly boolean[]> {
    const args = [this.prefix, ms(this.settings.leaseSeconds), ...leases.flatMap(({ id, token }) => [id, token])];
    return ((await SCRIPTS.renew.run(redis, [this.key], args)) as number[]).map((held) => held === 1);
  }

  /** Stores the outcome and publishes what follows; `lost` when the lease is another's by now, and nothing happened. */
  async finish(
    { id, token }: Taken,
    digest: string,
    outcome: unknown,
    outgoing: readonly Outgoing[],
  ): Promise<'done' | 'already' | 'lost' | `wrong-type ${string}`> {
    const to = outgoing.map(({ message }) => message.metadata);
    const keys = to.flatMap((metadata) => [
      queueKey({ role: metadata.to_agent, project: this.name.project }),
      bodyKey(metadata.handoff_id),
    ]);
    const { rememberSeconds, bodySeconds } = this.settings;
    const messages = outgoing.flatMap(({ message, style = 'sorted' }) => [
      message.metadata.handoff_id,
      placeOf(message.metadata.priority),
      JSON.stringify(message),
      style,
    ]);
    const args = [this.prefix, id, token, ms(rememberSeconds), JSON.stringify(outcome), digest, ms(bodySeconds), ...messages];
    const [told, key] = (await SCRIPTS.finish.run(this.redis, [this.key, ...keys], args)) as [
      'done' | 'already' | 'lost' | 'wrong-type',
      string,
    ];
    return told === 'wrong-type' ? `wrong-type ${key}` : told;
  }

  /** Another attempt after a wait, or none when there were enough. */
  retry({ id, token }: Taken, afterSeconds: number, reason: string, detail: string): Promise<'retry' | 'dead' | 'lost'> {
    const args = [this.prefix, id, token, this.settings.attempts, ms(afterSeconds), reason, cut(detail)];
    return SCRIPTS.retry.run(this.redis, [this.key], args) as Promise<'retry' | 'dead' | 'lost'>;
  }

  /** Puts aside what no attempt would help. */
  bury({ id, token }: Taken, reason: string, detail: string): Promise<'dead' | 'lost'> {
    return SCRIPTS.bury.run(this.redis, [this.key], [this.prefix, id, token, reason, cut(detail)]) as Promise<'dead' | 'lost'>;
  }

  drop({ id, token }: Taken): Promise<'dropped' | 'lost'> {
    return SCRIPTS.drop.run(this.redis, [this.key], [this.prefix, id, token]) as Promise<'dropped' | 'lost'>;
  }

  /** Gives back what a stopping worker did not begin or finish. */
  release(leases: readonly Pick<Taken, 'id' | 'token'>[]): Promise<number> {
    const args = [this.prefix, ...leases.flatMap(({ id, token }) => [id, token])];
    return SCRIPTS.release.run(this.redis, [this.key], args) as Promise<number>;
  }

  /** Takes back what dead workers hold. */
  async reap(): Promise<{ readonly back: number; readonly aside: number }> {
    const { attempts, firstWaitSeconds, longestWaitSeconds } = this.settings;
    const args = [this.prefix, attempts, ms(firstWaitSeconds), ms(longestWaitSeconds)];
    const [back = 0, aside = 0] = (await SCRIPTS.reap.run(this.redis, [this.key], args)) as number[];
    return { back, aside };
  }

  /** Asks to be the only one of a group that works. */
  turn({ id, token }: Taken, group: string): Promise<'turn' | 'wait' | 'lost'> {
    return SCRIPTS.turn.run(this.redis, [this.key], [this.prefix, id, token, group]) as Promise<'turn' | 'wait' | 'lost'>;
  }

  /** What is remembered of a handoff; undefined when it is not done, or was done too long ago. */
  async done(id: string): Promise<Done | undefined> {
    const text = await this.redis.get(`${this.own.donePrefix}${id}`);
    return text === null ? undefined : (JSON.parse(text) as Done);
  }

  /** The body of what is being worked on, or waits for it. */
  async bodyOf(id: string): Promise<string | undefined> {
    return (await this.redis.hget(this.own.item(id), 'body')) ?? undefined;
  }

  /** Sends dead letters through all their attempts again. */
  async replay(ids: readonly string[]): Promise<ReadonlyMap<string, 'replayed' | 'unknown' | 'cut off'>> {
    const told = (await SCRIPTS.replay.run(this.redis, [this.key], [this.prefix, ...ids])) as ('replayed' | 'unknown' | 'cut off')[];
    return new Map(ids.map((id, at) => [id, told[at] ?? 'unknown'] as const));
  }
}

/** Publishes a handoff to the queue of its role, once however often it is sent. */
export async function publishHandoff(
  redis: Redis,
  message: Sealed,
  { project, style = 'sorted', bodySeconds = LIMITS.bodySeconds }: { project?: string; style?: QueueStyle; bodySeconds?: number } = {},
): Promise<'published' | 'already'> {
  const { handoff_id: id, to_agent: role, priority } = message.metadata;
  const queue = queueKey({ role, project });
  const args = [`holdfast:${queue}:`, id, placeOf(priority), JSON.stringify(message), ms(bodySeconds), style];
  const [told, type] = (await SCRIPTS.publish.run(redis, [queue, bodyKey(id)], args)) as [string, string];
  if (told === 'wrong-type')
    throw new NotPublished(`${queue} or the body of ${id} is a ${type} in Redis, and no queue; nothing was published`);
  if (told === 'taken') throw new NotPublished(`${id} is the id of another handoff; nothing was published`);
  return told as 'published' | 'already';
}

/** A handoff that the state of Redis keeps from being published. */
export class NotPublished extends Error {
  override readonly name = 'NotPublished';
}

const ms = (seconds: number) => Math.round(seconds * 1_000);

/** Reasons are for people; a stack of errors within errors is not. */
const cut = (detail: string) => (detail.length > 1_000 ? `${detail.slice(0, 1_000)}...` : detail);
