/** A file of the environment's folder that a release changes. */
export interface FileChange {
  /** Below the environment's folder: `<region>/<service>/<file>`. */
  readonly file: string;
  /** Its content before; undefined when it is new. */
  readonly before?: string;
  /** Its content after; undefined when it is removed. */
  readonly after?: string;
}

/** Which files differ between two states of a folder, in the order of their paths. */
export const fileChanges = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly FileChange[] =>
  [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((file) => ({ file, before: before.get(file), after: after.get(file) }))
    .filter((change) => change.before !== change.after);
