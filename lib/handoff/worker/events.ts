/** What a worker tells of itself; logs and metrics listen. Never the body of a handoff. */
export interface WorkerEvents {
  taken?(event: { readonly id: string; readonly token: string; readonly attempt: number }): void;
  /** The handoff was read. */
  read?(event: { readonly id: string; readonly from: string; readonly proof: string; readonly notices: readonly string[] }): void;
  ended?(event: HandoffEnded): void;
  /** Leases of dead workers were taken back. */
  reaped?(event: { readonly back: number; readonly aside: number }): void;
  /** Something is wrong outside of a handoff, and the worker goes on. */
  trouble?(event: { readonly what: string; readonly error: string }): void;
}

/** How one attempt ended. */
export interface HandoffEnded {
  readonly id: string;
  readonly token: string;
  readonly attempt: number;
  readonly seconds: number;
  readonly ending: 'done' | 'retry' | 'dead' | 'duplicate' | 'lost' | 'released';
  /** Kind of the outcome, or the reason. */
  readonly why: string;
  readonly detail?: string;
}
