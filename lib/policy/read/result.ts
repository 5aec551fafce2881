import type { Finding } from '../finding';
import type { ManifestObject } from '../manifests';

/** Something in a file that is no Kubernetes object, and why it was passed over. */
export interface Skipped {
  readonly file: string;
  readonly line?: number;
  readonly reason: string;
}

/** What was read from manifests that anybody may have written. */
export interface Read {
  readonly objects: readonly ManifestObject[];
  readonly skipped: readonly Skipped[];
  /** Documents that cannot be read: errors, while all others are checked. */
  readonly broken: readonly Finding[];
}

/** Several reads as one, in their order. */
export const joined = (reads: readonly Read[]): Read => ({
  objects: reads.flatMap(({ objects }) => objects),
  skipped: reads.flatMap(({ skipped }) => skipped),
  broken: reads.flatMap(({ broken }) => broken),
});
