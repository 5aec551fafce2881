import { randomUUID } from 'node:crypto';

/** Lines at the end of a release's message that programs read. */
export const TRAILER = {
  environment: 'Holdfast-Environment',
  source: 'Holdfast-Source',
  release: 'Holdfast-Release',
  rollback: 'Holdfast-Rollback',
  publication: 'Holdfast-Publication',
  handoff: 'Holdfast-Handoff',
} as const;

/** A key and its value. */
export type Trailer = readonly [string, string];

/**
 * Tells one publication from another. Publishers that commit the same in the same second, by the same name, would make
 * the very same commit, and each would take the other's release for its own.
 */
export const publicationTrailer = (): Trailer => [TRAILER.publication, randomUUID()];

/** A handoff that asked for a release: a second delivery of it finds the first one's commit by this. */
export interface RequestedBy {
  readonly id: string;
  /** When it was asked for, ISO 8601: of two requests for one service the later one counts. */
  readonly at: string;
  readonly service: string;
}

export const handoffTrailer = ({ id, at, service }: RequestedBy): Trailer => [TRAILER.handoff, `${id} ${at} ${service}`];

/** Says of a source commit that it is not all that was rendered. */
const DIRTY = '-dirty';

/** What manifests were rendered from. */
export interface SourceCommit {
  /** Where the platform file is kept, without credentials. */
  readonly repository: string;
  /** Undefined when the platform file is in no git repository. */
  readonly commit?: string;
  /** True when the working tree held more than the commit. */
  readonly dirty: boolean;
}

/** `https://github.com/example/shop@5f1c…`, with `-dirty` when the commit is not all of it. */
export const sourceTrailer = ({ repository, commit, dirty }: SourceCommit) =>
  commit === undefined ? repository : `${repository}@${commit}${dirty ? DIRTY : ''}`;

/** The commit that a source trailer names. */
export const commitOfTrailer = (trailer: string): string | undefined => /@([0-9a-f]{40,64})(?:-dirty)?$/.exec(trailer)?.[1];
