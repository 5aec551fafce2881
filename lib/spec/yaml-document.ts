import { type Document, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, type Node, type Pair, Parser, parseAllDocuments } from 'yaml';
import { SpecError, type SpecIssue } from './issue';
import { position } from './read-file';

/** Deeper nesting has no meaning in a platform file, and exhausts the stack of every YAML reader downstream. */
const DEEPEST_NESTING = 100;
/** Aliases may expand the file; beyond this many nodes it is an attack ("billion laughs") or an accident. */
const MOST_ALIASES = 10_000;

type Path = readonly PropertyKey[];

/** A parsed YAML file that remembers where each value stands. */
export interface YamlDocument {
  /** Plain data; anchors and merge keys resolved. */
  readonly data: unknown;
  /** Where the value at the path stands, or the nearest enclosing one that exists. */
  locate(path: Path): { line: number; column: number };
  /** Where the key (not the value) at the end of the path stands. */
  locateKey(path: Path): { line: number; column: number };
}

/** Parses one YAML document; throws a SpecError with every syntax error and its place. */
export function parseYaml(text: string, file: string): YamlDocument {
  refuseDeepNesting(text, file);
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { merge: true, uniqueKeys: true, lineCounter: lines, prettyErrors: false });
  const document = Array.isArray(documents) ? documents[0] : undefined;
  if (!document || (document.contents === null && document.errors.length === 0)) {
    throw new SpecError([
      {
        file,
        line: 1,
        column: 1,
        path: '',
        found: 'an empty file',
        expected: 'a platform',
        fix: 'start with the lines platform:, domain:, regions:, environments: and services:',
      },
    ]);
  }
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const issues: SpecIssue[] = document.errors.map((error) => ({
    file,
    ...at(error.pos[0]),
    path: '',
    ...explain(error.code, error.message),
  }));
  const second = documents[1];
  if (issues.length === 0 && second) {
    issues.push({
      file,
      ...at(second.range?.[0] ?? 0),
      path: '',
      found: 'a second YAML document',
      expected: 'one document',
      fix: 'remove the line ---, or put the second platform into a file of its own',
    });
  }
  if (issues.length > 0) throw new SpecError(issues);
  return { data: toData(document, file, at), ...locator(document, at) };
}

function toData(document: Document.Parsed, file: string, at: (offset: number) => { line: number; column: number }): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    const place = at(firstAlias(document.contents)?.range?.[0] ?? 0);
    const found =
      error instanceof Error && /alias/i.test(error.message)
        ? 'aliases that expand without bound, or that name no anchor'
        : 'YAML that cannot be read as data';
    throw new SpecError([
      { file, ...place, path: '', found, expected: `aliases of anchors that stand before them, at most ${MOST_ALIASES} nodes in all` },
    ]);
  }
}

function firstAlias(node: unknown): Node | undefined {
  if (isAlias(node)) return node;
  if (isMap(node)) {
    for (const pair of node.items) {
      const found = firstAlias(pair.key) ?? firstAlias(pair.value);
      if (found) return found;
    }
  }
  if (isSeq(node)) {
    for (const item of node.items) {
      const found = firstAlias(item);
      if (found) return found;
    }
  }
  return undefined;
}

/** The parser's own stack tells the depth without recursion, so that a file of brackets ends here. */
function refuseDeepNesting(text: string, file: string): void {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > DEEPEST_NESTING) {
      throw new SpecError([
        {
          file,
          ...position(text, parser.offset),
          path: '',
          found: `values nested more than ${DEEPEST_NESTING} deep`,
          expected: 'a platform file, whose values nest about ten deep',
        },
      ]);
    }
  }
}

/** What the parser's error codes mean to a person who writes platform.yaml. */
function explain(code: string, message: string): Pick<SpecIssue, 'found' | 'expected' | 'fix'> {
  switch (code) {
    case 'DUPLICATE_KEY':
      return { found: 'a key that stands in this map already', expected: 'each key once', fix: 'remove one of the two, or merge them' };
    case 'TAB_AS_INDENT':
      return { found: 'a tab in the indentation', expected: 'spaces', fix: 'replace the tab by spaces' };
    case 'BAD_INDENT':
      return {
        found: 'a line that is indented unlike its siblings',
        expected: 'the same indentation for all keys of a map',
        fix: firstLine(message),
      };
    case 'MISSING_CHAR':
      return { found: 'a value that does not end', expected: 'a closing quote, bracket or colon', fix: firstLine(message) };
    case 'BAD_ALIAS':
      return { found: 'an alias that names nothing', expected: 'an anchor (&name) before the alias (*name)', fix: firstLine(message) };
    default:
      return { found: `YAML that cannot be read (${firstLine(message)})`, expected: 'valid YAML' };
  }
}

const firstLine = (message: string) => message.split('\n')[0]?.replace(/ at line .*$/, '') ?? message;

function locator(document: Document.Parsed, at: (offset: number) => { line: number; column: number }) {
  const start = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];
  const resolve = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);

  /** The pair of a key in a map, or in a map that is merged into it. */
  const pairOf = (map: unknown, key: PropertyKey): Pair | undefined => {
    if (!isMap(map)) return undefined;
    const own = map.items.find((pair) => String(isScalar(pair.key) ? pair.key.value : pair.key) === String(key));
    if (own) return own;
    for (const pair of map.items) {
      if (!isScalar(pair.key) || pair.key.value !== '<<') continue;
      const merged = resolve(pair.value);
      for (const source of isSeq(merged) ? merged.items.map(resolve) : [merged]) {
        const found = pairOf(source, key);
        if (found) return found;
      }
    }
    return undefined;
  };

  const walk = (path: Path): { key?: number; value: number } => {
    let node: unknown = document.contents;
    let place: { key?: number; value: number } = { value: start(node) ?? 0 };
    for (const part of path) {
      node = resolve(node);
      if (isSeq(node)) {
        const item = node.items[Number(part)];
        if (!item) break;
        place = { value: start(item) ?? place.value };
        node = item;
      } else {
        const pair = pairOf(node, part);
        if (!pair) break;
        const key = start(pair.key);
        place = { key, value: (isScalar(pair.value) && pair.value.value === null ? undefined : start(pair.value)) ?? key ?? place.value };
        node = pair.value;
      }
    }
    return place;
  };

  return {
    locate: (path: Path) => at(walk(path).value),
    locateKey: (path: Path) => {
      const { key, value } = walk(path);
      return at(key ?? value);
    },
  };
}

/** The value at a path of plain data, or undefined. */
export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined),
    data,
  );
}
