import type { Proof } from '../protocol';

/** What a role is told of a release beside the report. */
export interface FollowUp {
  readonly role: string;
  readonly summary: string;
}

/** Where releases go, and what a message must prove to ask for one. */
export interface ReleaseEnvironment {
  readonly name: string;
  readonly regions: readonly string[];
  /** The least that a message must prove. What 1.0 sums up leaves out the digest that it asks for. */
  readonly trusts: Proof;
}

/** A service that may be released. */
export interface ReleasedService {
  readonly name: string;
  readonly url: string;
  /** Replicas by environment. */
  readonly replicas: Readonly<Record<string, number>>;
}

export interface ReleaseSettings {
  readonly platform: string;
  readonly role: string;
  readonly reportTo: string;
  readonly followUps: readonly FollowUp[];
  /** Gates that must be among those that passed; beside them, each gate that is named must have passed. */
  readonly gates: readonly string[];
  readonly environments: readonly ReleaseEnvironment[];
  readonly services: readonly ReleasedService[];
  /** How long a release may take to become healthy. */
  readonly healthSeconds: number;
  readonly pollSeconds: number;
  /** Where the handoff is written for people, as Markdown. */
  readonly folder: string;
}
