import type { ReadHandoff } from '../protocol';
import type { Outgoing } from '../queue';

/** Places at which a test ends a worker, or looks at it. */
export const POINTS = ['taken', 'before-effect', 'after-effect', 'before-acknowledgement', 'after-acknowledgement'] as const;
export type Point = (typeof POINTS)[number];

/** What a handler gets beside the handoff. */
export interface Work {
  /** From 1. An attempt before may have come far: what has an effect outside must find out what is there already. */
  readonly attempt: number;
  /** Aborted when the lease is lost, the attempt takes too long, or the worker must end at once. */
  readonly signal: AbortSignal;
  /** Waits until no other handoff of the group is worked on; those that wait together go in the order of the queue. */
  exclusive(group: string): Promise<void>;
  reached(point: Point): Promise<void>;
}

/** How a handoff ended. */
export interface Outcome {
  /** One word for metrics, such as `released` or `rejected`. */
  readonly kind: string;
  /** Remembered with the id; JSON. */
  readonly result: unknown;
  /** Published in the step that acknowledges the handoff. */
  readonly publish: readonly Outgoing[];
}

/** Does what a handoff asks for. May be called again for the same handoff, also while an earlier call that lost its lease still runs. */
export type Handler = (handoff: ReadHandoff, work: Work) => Promise<Outcome>;

/** A failure that no further attempt would mend. */
export class Unmendable extends Error {
  override readonly name = 'Unmendable';

  constructor(
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/** The handoff is another worker's by now. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}
