import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Lists what an earlier run wrote; only these files may ever be removed. */
const INDEX = '.holdfast-files';

/** What publishing did. */
export interface Publication {
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
}

/**
 * Makes a folder hold the given files: writes what changed (whole files, by rename), leaves alone what did not, and
 * removes what an earlier call wrote and this one does not. Files of others stay untouched.
 *
 * @param files content by path relative to `outdir`, with forward slashes
 */
export function publishTree(files: ReadonlyMap<string, string>, outdir: string): Publication {
  const before = readIndex(outdir);
  const stale = [...before].filter((file) => !files.has(file));
  const changed = [...files].filter(([file, content]) => read(path.join(outdir, file)) !== content);

  // A run that is killed must not orphan what it wrote: the index names old and new files until all is done.
  const now = [...files.keys()];
  if (changed.length > 0 || stale.length > 0) writeIndex(outdir, [...before, ...now]);
  for (const [file, content] of changed) write(path.join(outdir, file), content);
  for (const file of stale) remove(outdir, file);
  writeIndex(outdir, now);
  return { written: changed.length, unchanged: files.size - changed.length, removed: stale.length };
}

/** Paths of what an earlier call wrote below a folder. */
export const publishedFiles = (outdir: string): readonly string[] => [...readIndex(outdir)];

function readIndex(outdir: string): ReadonlySet<string> {
  const lines = read(path.join(outdir, INDEX))?.split('\n') ?? [];
  // A path that leads out of the folder was not written by us, whatever the index says.
  return new Set(lines.filter((line) => line && !line.startsWith('#') && !path.relative(outdir, path.join(outdir, line)).startsWith('..')));
}

function writeIndex(outdir: string, files: readonly string[]): void {
  const content = `# Written by holdfast; a later run removes what no longer follows from the input.\n${[...new Set(files)].sort().join('\n')}\n`;
  const file = path.join(outdir, INDEX);
  if (read(file) !== content) write(file, content);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function write(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Removes a file and the folders that it leaves empty. */
function remove(outdir: string, file: string): void {
  rmSync(path.join(outdir, file), { force: true });
  for (let folder = path.dirname(file); folder !== '.'; folder = path.dirname(folder)) {
    const full = path.join(outdir, folder);
    if (!isEmpty(full)) return;
    rmdirSync(full);
  }
}

function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return false;
  }
}
