import { Composer, type CST, type Document, Lexer, LineCounter, Parser, visit, type YAMLParseError } from 'yaml';
import { SpecError, type SpecIssue } from './issue';
import { position } from './read-file';
import { explain } from './yaml-errors';
import { locator, type Path, type Place } from './yaml-locator';
import { structureIssues } from './yaml-structure';

/** Deeper nesting has no meaning in a platform file, and exhausts the stack of every YAML reader downstream. */
const DEEPEST_NESTING = 100;
/** Aliases may expand the file; beyond this many nodes it is an attack ("billion laughs") or an accident. */
const MOST_ALIASES = 10_000;
/** Behind so many errors of syntax the parser has lost its way. */
const MOST_SYNTAX_ERRORS = 20;

/** A parsed YAML file that remembers where each value stands. */
export interface YamlDocument {
  /** Plain data; anchors and merge keys resolved. */
  readonly data: unknown;
  /** Where the value at the path stands, or the nearest enclosing one that exists. */
  locate(path: Path): Place;
  /** Where the key (not the value) at the end of the path stands. */
  locateKey(path: Path): Place;
  /** The value at the path as it is written, when it is written without quotes: `1.30` where the data says 1.3. */
  written(path: Path): string | undefined;
}

/** Parses one YAML document; throws a SpecError with every syntax error and its place. */
export function parseYaml(text: string, file: string): YamlDocument {
  const lines = new LineCounter();
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const issue = (place: Place, found: string, expected: string, fix?: string): SpecIssue => ({
    file,
    ...place,
    path: '',
    found,
    expected,
    fix,
  });
  const refuse = (...issues: SpecIssue[]): never => {
    throw new SpecError(issues);
  };

  if (text.includes('\r') && !text.includes('\n')) {
    refuse(
      issue(
        position(text, text.indexOf('\r')),
        'a line that ends in a carriage return alone',
        'lines that end in a line feed',
        'save the file with LF line ends',
      ),
    );
  }
  const [document, second] = compose(text, lines, (offset) =>
    refuse(
      issue(position(text, offset), `values nested more than ${DEEPEST_NESTING} deep`, 'a platform file, whose values nest about ten deep'),
    ),
  );
  if (!document || (document.contents === null && document.errors.length === 0)) {
    return refuse(
      issue(
        { line: 1, column: 1 },
        'an empty file',
        'a platform',
        'start with the lines platform:, domain:, regions:, environments: and services:',
      ),
    );
  }
  const syntax = syntaxErrors(document).map((error) => ({ offset: startOf(document, text, error), ...explain(error.code, error.message) }));
  const conflict = /^<{7} /m.exec(text);
  if (syntax.length > 0 && conflict) {
    refuse(issue(position(text, conflict.index), 'a conflict that Git left in the file', 'one of the two versions', 'resolve the merge'));
  }
  const wrong = syntax.length > 0 ? syntax : structureIssues(document.contents);
  if (wrong.length > 0) {
    refuse(...wrong.sort((a, b) => a.offset - b.offset).map(({ offset, found, expected, fix }) => issue(at(offset), found, expected, fix)));
  }
  if (second) {
    const fix = 'remove the line ---, or put the second platform into a file of its own';
    refuse(issue(at(second.range[0]), 'a second YAML document', 'one document', fix));
  }
  return {
    data: toData(document, (offset) =>
      refuse(issue(at(offset), 'aliases that expand without bound', `at most ${MOST_ALIASES} nodes in all aliases`)),
    ),
    ...locator(document, at),
  };
}

/** The first two documents of a text, read as it is parsed: what stands behind them is not looked at. */
function compose(text: string, lines: LineCounter, tooDeep: (offset: number) => never): Document.Parsed[] {
  // Keys that stand twice are found later, in one pass; this check compares each key of a map with each other one.
  const composer = new Composer({ merge: true, uniqueKeys: false, logLevel: 'silent' });
  const documents: Document.Parsed[] = [];
  for (const document of composer.compose(tokens(text, lines, tooDeep))) {
    documents.push(document);
    if (documents.length === 2) break;
  }
  return documents;
}

/** The parser's own stack tells the depth without recursion, so that a file of brackets ends here. */
function* tokens(text: string, lines: LineCounter, tooDeep: (offset: number) => never): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > DEEPEST_NESTING) tooDeep(parser.offset);
  }
  yield* parser.end();
}

/** Errors of syntax without the ones that only follow from the first. */
function syntaxErrors(document: Document.Parsed): readonly YAMLParseError[] {
  return document.errors.slice(0, MOST_SYNTAX_ERRORS).filter(({ code }, i) => i === 0 || code !== 'UNEXPECTED_TOKEN');
}

/** Where an error begins: for a quote that never closes that is the quote, not the end of the file. */
export function startOf(document: Document.Parsed, text: string, error: YAMLParseError): number {
  const [end] = error.pos;
  let start = end;
  if (error.code !== 'MISSING_CHAR') return start;
  visit(document, {
    Scalar(_, { type, range }) {
      const quoted = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE';
      if (quoted && range && range[0] < end && end <= range[1] && text.slice(range[0], end).includes('\n')) start = range[0];
    },
  });
  return start;
}

function toData(document: Document.Parsed, unbounded: (offset: number) => never): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch {
    let first: number | undefined;
    visit(document, {
      Alias(_, node) {
        first = node.range?.[0];
        return visit.BREAK;
      },
    });
    return unbounded(first ?? 0);
  }
}

/** The value at a path of plain data, or undefined. */
export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    data,
  );
}
