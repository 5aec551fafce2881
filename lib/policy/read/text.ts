import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';

/** What is wrong, where it stands in the text, and how to mend it. */
export interface Problem {
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
  readonly fix: string;
}

/** The text of a file, or why it has none. */
export type FileText = { readonly text: string } | { readonly text: string; readonly problem: Problem } | { readonly skip: string };

/** A bundle of thousands of objects fits; a dump of something else need not be read whole. */
const LARGEST_FILE = 64 * 2 ** 20;

/** Control characters that YAML allows nowhere (YAML 1.2, section 5.1), and that tell a binary file. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Reads a file as UTF-8; throws the system's error when it cannot be read at all. */
export function readText(file: string): FileText {
  if (statSync(file).size > LARGEST_FILE) return { skip: `more than ${LARGEST_FILE / 2 ** 20} MiB` };
  return textOf(readFileSync(file));
}

/** The same for content that has been read. */
export function textOf(content: Buffer): FileText {
  if (isUtf16(content)) return { skip: 'UTF-16 text; save it as UTF-8 to have it checked' };
  const text = new TextDecoder('utf-8').decode(content);
  const control = text.search(CONTROL);
  const broken = isUtf8(content) ? -1 : text.indexOf('\ufffd');
  const offset = Math.min(...[control, broken].filter((place) => place >= 0));
  if (Number.isFinite(offset)) return { text, problem: noText(text, offset) };
  if (text.includes('\r') && !text.includes('\n')) {
    const found = 'a line that ends in a carriage return alone';
    return {
      text,
      problem: {
        offset: text.indexOf('\r'),
        found,
        expected: 'lines that end in a line feed',
        fix: 'save the file with LF line ends',
      },
    };
  }
  return { text };
}

/** With a byte order mark, or by the zero byte that every ASCII character has in UTF-16. */
function isUtf16(content: Buffer): boolean {
  const [first, second, third, fourth] = content;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return content.length >= 4 && ((first === 0 && third === 0 && second !== 0) || (second === 0 && fourth === 0 && first !== 0));
}

function noText(text: string, offset: number): Problem {
  const code = text.charCodeAt(offset);
  const found =
    code === 0xfffd ? 'bytes that are not UTF-8' : `the control character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return { offset, found, expected: 'UTF-8 text', fix: 'check that this is a text file, saved as UTF-8' };
}
