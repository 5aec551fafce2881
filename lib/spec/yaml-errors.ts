import type { ErrorCode } from 'yaml';
import type { SpecIssue } from './issue';

type Words = Pick<SpecIssue, 'found' | 'expected' | 'fix'>;

const INDENT: Words = {
  found: 'a line that is indented unlike its siblings',
  expected: 'the same indentation for all keys of a map',
  fix: 'start it in the column in which its siblings start',
};
const RESERVED: Words = {
  found: 'YAML that cannot be read: text that starts with a character which YAML reserves',
  expected: 'text in quotes',
  fix: 'put the value in quotes',
};
const ONE_LINE_KEY: Words = {
  found: 'YAML that cannot be read: text without a colon where a key should stand',
  expected: 'a key, a colon, a space and a value',
  fix: 'put a space after the colon, or remove the line',
};

/** What the codes of the parser mean to a person who writes platform.yaml (yaml, src/errors.ts). */
const WORDS: Partial<Record<ErrorCode, Words>> = {
  TAB_AS_INDENT: { found: 'a tab in the indentation', expected: 'spaces', fix: 'replace the tab by spaces' },
  BAD_INDENT: INDENT,
  BAD_SCALAR_START: RESERVED,
  MULTILINE_IMPLICIT_KEY: ONE_LINE_KEY,
  KEY_OVER_1024_CHARS: {
    found: 'YAML that cannot be read: a key of more than 1,024 characters',
    expected: 'a key of this format',
    fix: 'check the quotes and colons of the line',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    found: 'YAML that cannot be read: a second colon in one value',
    expected: 'one value after a key',
    fix: 'put the value in quotes, or start a new line',
  },
  BLOCK_IN_FLOW: {
    found: 'YAML that cannot be read: two entries without a comma, or a bracket that does not close',
    expected: 'a comma between entries, and a closing bracket',
    fix: 'add what is missing',
  },
  BAD_DQ_ESCAPE: {
    found: 'YAML that cannot be read: a backslash in double quotes before a character that needs none',
    expected: 'an escape of YAML, such as \\n, or \\\\ for the backslash itself',
    fix: 'use single quotes, in which a backslash is a backslash',
  },
  BAD_ALIAS: {
    found: 'an alias that names nothing',
    expected: 'an anchor (&name) before the alias (*name)',
    fix: 'put text that starts with * in quotes',
  },
  MULTIPLE_ANCHORS: { found: 'a second anchor of one value', expected: 'one anchor', fix: 'remove one of the two' },
  MULTIPLE_TAGS: { found: 'a second tag of one value', expected: 'a plain value', fix: 'remove the words that start with !' },
  BAD_DIRECTIVE: { found: 'a YAML directive that is none', expected: 'keys and values', fix: 'remove the line that starts with %' },
};

/** The parser's error in plain words; its own words remain where it is known to say something that ours do not. */
export function explain(code: ErrorCode, message: string): Words {
  if (code === 'MISSING_CHAR' || /end with a [\]}]/.test(message)) return missing(message);
  if (code === 'UNEXPECTED_TOKEN') return unexpected(message);
  return WORDS[code] ?? { found: `YAML that cannot be read (${message.split('\n')[0]})`, expected: 'valid YAML' };
}

function missing(message: string): Words {
  const quote = /closing (['"])/.exec(message)?.[1];
  if (quote) return { found: 'a text in quotes that does not end', expected: `a closing ${quote}`, fix: `add the closing ${quote}` };
  const bracket = /end with a ([\]}])/.exec(message)?.[1];
  if (bracket) return { found: 'a list or map that does not end', expected: `an end with a ${bracket}`, fix: `add the closing ${bracket}` };
  if (/comma|,/.test(message)) return { found: 'two entries without a comma', expected: 'a comma between entries', fix: 'add the comma' };
  return ONE_LINE_KEY;
}

function unexpected(message: string): Words {
  if (/alias/.test(message))
    return { found: 'text that starts with *, which YAML reads as an alias', expected: 'text in quotes', fix: 'put it in quotes' };
  const token = /"([\]}])"/.exec(message)?.[1];
  if (token) return { found: `a ${token} that closes nothing`, expected: 'as many closing brackets as opening ones', fix: 'remove it' };
  if (/, in flow/.test(message))
    return { found: 'a comma without an entry before it', expected: 'one comma between two entries', fix: 'remove it' };
  return { found: 'YAML that cannot be read: something that does not belong here', expected: 'a key, or the end of the value before it' };
}
