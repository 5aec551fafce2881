import { statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../spec';
import type { Finding } from '../finding';
import { readDocuments } from './read-documents';
import { joined, type Read } from './result';
import { type FileText, readText } from './text';
import { unreadable } from './unreadable';
import { manifestFilesBelow } from './walk';

/** What was found in a file or folder. */
export interface ReadManifests extends Read {
  /** Files that were looked at. */
  readonly files: number;
}

/**
 * Reads every object in a file, or below a folder: YAML and JSON, with many documents and lists.
 *
 * @throws UsageError when there is no such file or folder, or no YAML or JSON in it
 */
export function readManifests(target: string): ReadManifests {
  const { files, unreachable } = filesOf(target);
  if (files.length === 0 && unreachable.length === 0) throw new UsageError(`${target} holds no file that ends in .yaml, .yml or .json`);
  const broken = unreachable.map(({ file, code }) => denied(shown(file), code));
  return { files: files.length, ...joined([{ objects: [], skipped: [], broken }, ...files.map(readFile)]) };
}

function readFile(full: string): Read {
  const file = shown(full);
  const text = tryToRead(full);
  if ('code' in text) return { objects: [], skipped: [], broken: [denied(file, text.code)] };
  if ('skip' in text) return { objects: [], skipped: [{ file, reason: text.skip }], broken: [] };
  return readDocuments(text, file);
}

function filesOf(target: string): ReturnType<typeof manifestFilesBelow> {
  const kind = statSync(target, { throwIfNoEntry: false });
  if (!kind) throw new UsageError(`there is no file or folder ${target}`);
  if (kind.isDirectory()) return manifestFilesBelow(target);
  if (!kind.isFile()) throw new UsageError(`${target} is neither a file nor a folder`);
  return { files: [target], unreachable: [] };
}

function tryToRead(file: string): FileText | { readonly code: string } {
  try {
    return readText(file);
  } catch (error) {
    return { code: String((error as NodeJS.ErrnoException).code ?? error) };
  }
}

/** As messages name it: relative to the working directory, with forward slashes. */
const shown = (file: string) => path.relative(process.cwd(), path.resolve(file)).split(path.sep).join('/');

const denied = (file: string, code: string): Finding =>
  unreadable(file, {
    found: `the system's error ${code}`,
    expected: 'a file or folder that can be read',
    fix: 'grant permission, or remove it',
  });
