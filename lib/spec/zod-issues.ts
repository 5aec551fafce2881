import type { z } from 'zod';
import { quote, type SpecIssue, shorten } from './issue';
import { nearest as nearestOf } from './nearest';
import type { UnknownKeys } from './schema/object';
import { valueAt, type YamlDocument } from './yaml-document';

type ZodIssue = z.core.$ZodIssue;

/** Turns what zod found into issues with a place, in the words of the person who wrote the file. */
export function toSpecIssues(issues: readonly ZodIssue[], document: YamlDocument, file: string): SpecIssue[] {
  return issues.flatMap((issue) => {
    if (isSafeIntegerBound(issue)) return [];
    const base = { file, path: pathText(issue.path) };
    if (issue.code === 'unrecognized_keys') return unknownKeys(issue, document, base);
    if (issue.code === 'invalid_union') {
      const branch = likeliestBranch(issue);
      if (branch)
        return toSpecIssues(
          branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })),
          document,
          file,
        );
    }
    const value = valueAt(document.data, issue.path);
    return [
      {
        ...base,
        ...placeOf(issue, value, document),
        found: issue.code === 'invalid_key' ? `the name ${quote(issue.path.at(-1))}` : foundAt(document, issue.path),
        expected: expected(issue, value),
        fix: fixFor(issue, value, document.written(issue.path)),
      },
    ];
  });
}

/** What stands at a path; a number as it is written, since 1.30 is not what the data says any more. */
export function foundAt(document: YamlDocument, path: readonly PropertyKey[]): string {
  const value = valueAt(document.data, path);
  const written = typeof value === 'number' ? document.written(path) : undefined;
  return written === undefined ? quote(value) : `the number ${shorten(written)}`;
}

/** zod bounds whole numbers by what a double holds; the field's own bound, told beside it, is the one that matters. */
const isSafeIntegerBound = (issue: ZodIssue) =>
  (issue.code === 'too_big' && issue.maximum === Number.MAX_SAFE_INTEGER) ||
  (issue.code === 'too_small' && issue.minimum === Number.MIN_SAFE_INTEGER);

/** A name at its key, what is missing at the key of the map that lacks it, anything else at its value. */
function placeOf(issue: ZodIssue, value: unknown, document: YamlDocument): { line: number; column: number } {
  if (issue.code === 'invalid_key') return document.locateKey(issue.path);
  return value === undefined ? document.locateKey(issue.path.slice(0, -1)) : document.locate(issue.path);
}

export const pathText = (path: readonly PropertyKey[]) =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${shorten(String(part))}`)).join('');

function unknownKeys(issue: z.core.$ZodIssueUnrecognizedKeys, document: YamlDocument, base: { file: string; path: string }): SpecIssue[] {
  const { known, nearest } = JSON.parse(issue.message) as UnknownKeys;
  return issue.keys.map((key) => ({
    ...base,
    ...document.locateKey([...issue.path, key]),
    found: `the unknown key ${quote(key)}`,
    expected: `one of ${known.join(', ')}`,
    fix: Object.hasOwn(nearest, key) ? `did you mean ${nearest[key]}?` : key.startsWith('x-') ? 'move it to the top level' : 'remove it',
  }));
}

/** Of the alternatives of a union, the one that the value comes nearest to: the one whose errors lie deepest. */
function likeliestBranch(issue: z.core.$ZodIssueInvalidUnion): ZodIssue[] | undefined {
  const depth = (branch: ZodIssue[]) =>
    Math.max(...branch.map((inner) => inner.path.length + (inner.code === 'unrecognized_keys' ? 1 : 0)));
  const best = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0];
  return best && depth(best) > 0 ? best : undefined;
}

function expected(issue: ZodIssue, value: unknown): string {
  const required = value === undefined ? ' (required)' : '';
  switch (issue.code) {
    case 'invalid_type':
      return typeName(issue.expected) + required;
    case 'invalid_value':
      return (issue.values.length === 1 ? JSON.stringify(issue.values[0]) : `one of ${issue.values.map(String).join(', ')}`) + required;
    case 'too_small':
      return bound('at least', issue.minimum, issue.origin, 'inclusive' in issue && issue.inclusive === false ? 'more than' : undefined);
    case 'too_big':
      return bound('at most', issue.maximum, issue.origin, 'inclusive' in issue && issue.inclusive === false ? 'less than' : undefined);
    case 'invalid_key':
      return keyExpectation(issue);
    case 'invalid_union':
      return (discriminators(issue).length > 0 ? `one of ${discriminators(issue).join(', ')}` : unionExpectation(issue)) + required;
    case 'invalid_format':
      return formatNames[issue.format] ?? plain(issue.message);
    default:
      return plain(issue.message);
  }
}

const formatNames: Record<string, string> = { date: 'a date such as 2027-01-31', email: 'a mail address' };

/** zod's own messages start with "Invalid …"; ours say what is expected. */
const plain = (message: string) => message.replace(/^Invalid input: expected /, '');

function bound(word: string, limit: number | bigint, origin: string, exclusive: string | undefined): string {
  const [one, many] = { array: [' entry', ' entries'], string: [' character', ' characters'] }[origin] ?? ['', ''];
  const kind = { array: 'a list of ', string: 'text of ', int: 'a number of ', number: 'a number of ' }[origin] ?? '';
  return `${kind}${exclusive ?? word} ${limit}${Number(limit) === 1 ? one : many}`;
}

function typeName(type: string): string {
  const names: Record<string, string> = {
    object: 'a map',
    record: 'a map',
    array: 'a list',
    string: 'text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
  };
  return names[type] ?? type;
}

function keyExpectation(issue: z.core.$ZodIssueInvalidKey): string {
  const inner = issue.issues[0];
  return inner ? plain(inner.message) : 'another name';
}

function unionExpectation(issue: z.core.$ZodIssueInvalidUnion): string {
  if (issue.errors.length === 0) return plain(issue.message);
  const kinds = issue.errors.flatMap((branch) =>
    branch.map((inner) => (inner.code === 'invalid_type' ? typeName(inner.expected) : plain(inner.message))),
  );
  return [...new Set(kinds)].join(' or ');
}

function fixFor(issue: ZodIssue, value: unknown, written: string | undefined): string | undefined {
  if (issue.code === 'custom') {
    const fix = (issue.params as { fix?: string } | undefined)?.fix;
    // Quotes keep what is written, not what YAML made of it.
    return written !== undefined && typeof value === 'number' ? fix?.replace(`"${value}"`, `"${written}"`) : fix;
  }
  if (issue.code === 'invalid_key') {
    const inner = issue.issues[0];
    return inner?.code === 'custom' ? (inner.params as { fix?: string } | undefined)?.fix : undefined;
  }
  if (issue.code === 'invalid_value') {
    return value === false && issue.values.includes('off')
      ? 'write off: a switch of its own, and no boolean'
      : didYouMean(value, issue.values.map(String));
  }
  if (issue.code === 'invalid_union') return didYouMean(value, discriminators(issue));
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return `put it in quotes: "${written === undefined ? value : shorten(written)}"`;
  }
  if (issue.expected === 'array' && typeof value === 'string') return `write it as a list: [${shorten(value)}]`;
  if (typeof value !== 'string') return undefined;
  if (issue.expected === 'boolean' && /^(yes|no|on|off)$/i.test(value)) {
    return `YAML 1.2 reads ${value} as text: write ${/^(yes|on)$/i.test(value)}`;
  }
  if (issue.expected === 'boolean' && /^(true|false)$/.test(value)) return `remove the quotes: ${value}`;
  if (issue.expected !== 'number' && issue.expected !== 'int') return undefined;
  const bare = /^(-?\d+(?:\.\d+)?)(%?)$/.exec(value);
  return bare ? `${bare[2] ? 'leave out the sign' : 'remove the quotes'}: ${bare[1]}` : undefined;
}

/** The words that choose a member of a union, where one key chooses. */
const discriminators = (issue: z.core.$ZodIssueInvalidUnion) => ('options' in issue ? (issue.options ?? []).map(String) : []);

function didYouMean(value: unknown, candidates: readonly string[]): string | undefined {
  const close = typeof value === 'string' ? nearestOf(value, candidates) : undefined;
  return close && `did you mean ${close}?`;
}
