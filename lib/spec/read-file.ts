import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { SpecError, type SpecIssue } from './issue';

/** A platform file is written by hand; one above this size is something else. */
const LARGEST_FILE = 2 * 2 ** 20;

/** Control characters that YAML allows nowhere (YAML 1.2, section 5.1), and that tell a binary file. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Reads a file as UTF-8 text; throws a SpecError that points at the first byte which is none. */
export function readTextFile(path: string, file: string): { text: string; tooLarge: boolean } {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (error) {
    throw new SpecError([{ file, line: 1, column: 1, path: '', ...unreadable(error as NodeJS.ErrnoException) }]);
  }
  const encoding = byteOrderMark(content);
  if (encoding) {
    throw new SpecError([
      { file, line: 1, column: 1, path: '', found: `${encoding} text`, expected: 'UTF-8 text', fix: 'save the file as UTF-8' },
    ]);
  }
  // The head is enough to say what is wrong with a file that is too large to be read whole.
  const text = decode(content.subarray(0, LARGEST_FILE), content.length > LARGEST_FILE).replace(/^\ufeff/, '');
  const bad = text.search(CONTROL);
  // U+FFFD may also stand in the file itself.
  const broken = isUtf8(content) ? -1 : text.indexOf('\ufffd');
  const first = Math.min(...[bad, broken].filter((offset) => offset >= 0));
  if (Number.isFinite(first)) {
    throw new SpecError([{ file, ...position(text, first), path: '', ...binary(text, first) }]);
  }
  return { text, tooLarge: content.length > LARGEST_FILE };
}

/** The issue of a file that is too large, for when nothing else was found wrong in its head. */
export function tooLargeIssue(file: string): SpecIssue {
  return {
    file,
    line: 1,
    column: 1,
    path: '',
    found: 'more than 2 MiB',
    expected: 'a platform file of at most 2 MiB',
    fix: 'check that this is the file you meant',
  };
}

function unreadable(error: NodeJS.ErrnoException): Pick<SpecIssue, 'found' | 'expected' | 'fix'> {
  const expected = 'a platform file';
  if (error.code === 'ENOENT') {
    return { found: 'no such file', expected, fix: 'create it, or name another one in PLATFORM_FILE' };
  }
  if (error.code === 'EISDIR') return { found: 'a folder', expected, fix: 'name the file inside it' };
  if (error.code === 'EACCES') return { found: 'a file that may not be read', expected, fix: 'grant read permission' };
  return { found: `a file that cannot be read (${error.code})`, expected };
}

function byteOrderMark(content: Buffer): string | undefined {
  if (content[0] === 0xff && content[1] === 0xfe) return 'UTF-16 (little-endian)';
  if (content[0] === 0xfe && content[1] === 0xff) return 'UTF-16 (big-endian)';
  return undefined;
}

/** Invalid bytes become U+FFFD, so that their place can be told; a character cut at the end of the head is dropped. */
function decode(content: Buffer, cut: boolean): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
  return cut ? text.replace(/\ufffd+$/, '') : text;
}

function binary(text: string, offset: number): Pick<SpecIssue, 'found' | 'expected' | 'fix'> {
  const code = text.charCodeAt(offset);
  const found =
    code === 0xfffd ? 'bytes that are not UTF-8' : `the control character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return { found, expected: 'UTF-8 text', fix: 'check that this is a text file, saved as UTF-8' };
}

/** Line and column of an offset, both from 1. */
export function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}
