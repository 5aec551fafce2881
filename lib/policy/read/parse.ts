import { type Alias, Composer, type CST, type Document, Lexer, Parser, type Tags, visit } from 'yaml';
import { explainYamlError, startOfYamlError, structureIssues } from '../../spec';
import type { Problem } from './text';

/** Objects nest about forty deep at most (schemas in a CustomResourceDefinition); deeper input exhausts the stack of readers. */
export const DEEPEST_NESTING = 200;
/** Aliases, and the nodes that they expand to; beyond this many it is an attack ("billion laughs") or an accident. */
const MOST_ALIASES = 10_000;
/** Behind so many errors of syntax the parser has lost its way. */
const MOST_SYNTAX_ERRORS = 20;

/** The documents of a chunk, or the first thing that is wrong with it. */
export type Parsed = { readonly documents: readonly Document.Parsed[] } | { readonly problem: Problem };

/** Parses YAML as Kubernetes does; JSON is YAML. Keys that stand twice are refused, as its strict field validation does. */
export function parse(text: string): Parsed {
  const documents: Document.Parsed[] = [];
  // The parser's own check of duplicate keys compares each key of a map with each other one; structureIssues does it in one pass.
  const composer = new Composer({ version: '1.1', customTags: asKubernetes, merge: true, uniqueKeys: false, logLevel: 'silent' });
  // The parser makes an error for each wrong character: with stack traces, a file of commas takes ten times as long.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    for (const document of composer.compose(tokens(text))) {
      const problem = problemOf(document, text);
      if (problem) return { problem };
      documents.push(document);
    }
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.problem };
    throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return { documents };
}

/** Plain data; an alias that would expand without bound is a problem. */
export function dataOf(document: Document.Parsed): { readonly data: unknown } | { readonly problem: Problem } {
  try {
    return { data: document.toJS({ maxAliasCount: MOST_ALIASES }) };
  } catch {
    return { problem: tooManyAliases(aliasesOf(document)) };
  }
}

const tooManyAliases = ([first]: readonly Alias[]): Problem => ({
  offset: first?.range?.[0] ?? 0,
  found: 'aliases that expand without bound',
  expected: `at most ${MOST_ALIASES} nodes in all aliases`,
  fix: 'write the values out',
});

function aliasesOf(document: Document.Parsed): readonly Alias[] {
  const aliases: Alias[] = [];
  visit(document, { Alias: (_, alias) => void aliases.push(alias) });
  return aliases;
}

/**
 * Kubernetes reads YAML 1.1: yes, no, on and off are booleans, and 0644 is octal. Of the rest of 1.1 it reads neither
 * numbers in base sixty nor dates; those stay text, and so does a dot alone (sigs.k8s.io/yaml, goyaml.v2, resolve.go).
 */
export const asKubernetes = (tags: Tags): Tags =>
  tags.flatMap<Tags[number]>((tag) => {
    if (typeof tag === 'string') return [tag];
    if (('format' in tag && tag.format === 'TIME') || /:(timestamp|binary|omap|pairs|set)$/.test(tag.tag)) return [];
    if (!('test' in tag) || !tag.test?.test('.')) return [tag];
    return [{ ...tag, test: new RegExp(`^(?=.*\\d)${tag.test.source}`) }];
  });

class Unreadable extends Error {
  constructor(readonly problem: Problem) {
    super(problem.found);
  }
}

/** The parser's own stack tells the depth without recursion, so that a file of brackets ends here. */
function* tokens(text: string): Generator<CST.Token> {
  const parser = new Parser();
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error' && ++errors > MOST_SYNTAX_ERRORS) throw new Unreadable(lost(token));
      yield token;
    }
    if (parser.stack.length > DEEPEST_NESTING) {
      const found = `values nested more than ${DEEPEST_NESTING} deep`;
      throw new Unreadable({
        offset: parser.offset,
        found,
        expected: 'an object, whose fields nest about ten deep',
        fix: 'check what wrote the file',
      });
    }
  }
  yield* parser.end();
}

const lost = ({ offset }: CST.Token): Problem => ({
  offset,
  found: `more than ${MOST_SYNTAX_ERRORS} errors of YAML`,
  expected: 'a YAML or JSON document',
  fix: 'check that this is a manifest',
});

function problemOf(document: Document.Parsed, text: string): Problem | undefined {
  const [error] = document.errors;
  const conflict = error && text.search(/^<{7} /m);
  if (conflict !== undefined && conflict >= 0) {
    return {
      offset: conflict,
      found: 'a conflict that Git left in the file',
      expected: 'one of the two versions',
      fix: 'resolve the merge',
    };
  }
  if (error) {
    const { found, expected, fix = 'correct the line' } = explainYamlError(error.code, error.message);
    return { offset: startOfYamlError(document, text, error), found, expected, fix };
  }
  const [issue] = structureIssues(document.contents).sort((a, b) => a.offset - b.offset);
  if (issue) return { ...issue, fix: issue.fix ?? 'remove it' };
  // The parser looks for the anchor of each alias among all anchors.
  const aliases = text.includes('*') ? aliasesOf(document) : [];
  if (aliases.length > MOST_ALIASES) return tooManyAliases(aliases);
  return NO_JSON_NUMBER.test(text) ? noJsonNumber(document) : undefined;
}

/** What may become an infinite number; most texts hold nothing of the kind, and are not visited again. */
const NO_JSON_NUMBER = /\.(?:inf|nan)|e\+?\d{3}|\d{300}/i;

function noJsonNumber(document: Document.Parsed): Problem | undefined {
  let problem: Problem | undefined;
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'number' || Number.isFinite(node.value)) return undefined;
      const found = 'a number that no field can hold';
      problem = {
        offset: node.range?.[0] ?? 0,
        found,
        expected: 'a finite number',
        fix: 'correct it, or put it in quotes when it is text',
      };
      return visit.BREAK;
    },
  });
  return problem;
}
