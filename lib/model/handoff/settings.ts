import type { PlatformSpec } from '../../spec';
import { type Derived, derived } from '../derived';

export type HandoffSpec = NonNullable<PlatformSpec['handoff']>;

/** The service that runs the worker. */
export const HANDOFF_WORKER = 'handoff-worker';
export const HANDOFF_METRICS_PORT = 9464;

/** Waits between attempts, as the worker has them: they double, up to a longest one. */
export const HANDOFF_WAITS = { firstSeconds: 2, longestSeconds: 300 } as const;

/** How long peers keep the body of a handoff, and so may queue it again (the protocol of handoffs). */
export const HANDOFF_BODY_SECONDS = 86_400;

/** Heartbeats that may be lost before a lease ends: one is a packet, two are a pause, three are a worker that is gone. */
export const HEARTBEATS_IN_A_LEASE = 3;

/** The longest after its first delivery that the same handoff may come again. */
export function longestRedelivery({
  attempts,
  attemptLimit,
  lease,
}: Pick<HandoffSpec, 'attempts' | 'attemptLimit' | 'lease'>): Derived<number> {
  const waits = Array.from({ length: attempts - 1 }, (_, i) => Math.min(HANDOFF_WAITS.longestSeconds, HANDOFF_WAITS.firstSeconds * 2 ** i));
  const waiting = waits.reduce((sum, wait) => sum + wait, 0);
  return derived(
    HANDOFF_BODY_SECONDS + attempts * (attemptLimit.seconds + lease.seconds) + waiting,
    'body + attempts x (attempt limit + lease) + waits',
    {
      body: `${HANDOFF_BODY_SECONDS}s`,
      attempts: String(attempts),
      attemptLimit: attemptLimit.text,
      lease: lease.text,
      waits: `${waiting}s`,
    },
    'the protocol of handoffs: peers keep a body for a day, and may queue it again',
  );
}

/** The least that a handoff must prove to release to an environment. */
export function trustedProof(
  handoff: Pick<HandoffSpec, 'trust' | 'signing'>,
  environment: string,
  protect: boolean,
): '1.0' | '1.1' | 'signed' {
  const declared = handoff.trust[environment];
  if (declared) return declared;
  if (!protect) return '1.0';
  return handoff.signing === undefined ? '1.1' : 'signed';
}
