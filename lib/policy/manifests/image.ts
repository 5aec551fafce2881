/** An image reference in its parts. */
export interface ImageName {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
  /** A tag that a registry moves on: what it means changes from day to day. */
  readonly moves: boolean;
}

/** Without a digit a tag names a line of versions, such as alpine or stable; with one, only these still move. */
const MOVING = /^\D+$|^latest-|-latest$/i;

/** Takes a reference apart. Without tag and digest, Kubernetes pulls latest. */
export function parseImage(reference: string): ImageName {
  const [named = '', digest] = reference.split('@', 2);
  // A colon before the last slash belongs to the registry's port.
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const repository = colon < 0 ? named : named.slice(0, colon);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  const fixed = digest !== undefined && /^sha256:[0-9a-f]{64}$/.test(digest);
  return { repository, tag, digest: fixed ? digest : undefined, moves: !fixed && (!tag || MOVING.test(tag)) };
}
