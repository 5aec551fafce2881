/** A release on its way into an environment's repository. */
export interface PublishStep {
  readonly environment: string;
  readonly region?: string;
  /** Digest by service. */
  readonly digests: Readonly<Record<string, string>>;
  readonly requestedBy: { readonly id: string; readonly at: string; readonly service: string };
}

export interface PublishedStep {
  readonly outcome: 'published' | 'already published' | 'rolled back' | 'superseded';
  readonly commit: string;
}

export interface RolledBackStep {
  readonly outcome: 'rolled back' | 'superseded' | 'nothing to roll back';
  /** The release that runs again. */
  readonly to?: string;
  readonly commit?: string;
}

/** What the rules, or the server, refuse; another attempt is refused as well. */
export class StepRefused extends Error {
  override readonly name = 'StepRefused';
}

/** The repository that environments are synced from. Each step may be repeated: what is done is found, and not done again. */
export interface Environments {
  /** @throws StepRefused when a rule is broken or the release is refused */
  publish(step: PublishStep, signal: AbortSignal): Promise<PublishedStep>;
  rollBack(step: Omit<PublishStep, 'digests'>, signal: AbortSignal): Promise<RolledBackStep>;
  /** Whether what is synced at one commit includes another. */
  includes(environment: string, commit: string, synced: string, signal: AbortSignal): Promise<boolean>;
  /** The command that goes back to what ran before. */
  rollbackCommand(environment: string): string;
}

/** What a cluster says of an Application of Argo CD. */
export interface ApplicationState {
  readonly sync: string;
  readonly revision?: string;
  readonly health: string;
  readonly message?: string;
}

/** Where Applications are asked for. Undefined: there is none of that name (yet). */
export interface Applications {
  state(name: string, signal: AbortSignal): Promise<ApplicationState | undefined>;
}
