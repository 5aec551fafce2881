import path from 'node:path';
import { checks, type Finding } from './checks';
import { SpecError, type SpecIssue } from './issue';
import { readTextFile, tooLargeIssue } from './read-file';
import { type PlatformSpec, platformSchema } from './schema/platform';
import { parseYaml, type YamlDocument } from './yaml-document';
import { foundAt, pathText, toSpecIssues } from './zod-issues';

/** Where the platform file is, when PLATFORM_FILE does not say otherwise. */
export const DEFAULT_PLATFORM_FILE = 'platform.yaml';

/** A platform that was read, and where each of its values stands in the file. */
export interface LoadedSpec {
  readonly spec: PlatformSpec;
  /** The file as messages name it: relative to the working directory. */
  readonly file: string;
  locate(path: readonly PropertyKey[]): { line: number; column: number };
}

/** The text of a platform file, before anything is known about it. */
export interface SpecText {
  readonly text: string;
  /** As messages name it. */
  readonly file: string;
  /** The text is only the head of the file. */
  readonly tooLarge: boolean;
}

/**
 * Reads and checks a platform file.
 *
 * @param file default: the environment variable PLATFORM_FILE, else platform.yaml in the working directory
 * @throws SpecError with every issue of the file, in file order
 */
export const loadSpec = (file?: string): LoadedSpec => checkSpec(readSpec(file));

/** Reads the text of a platform file; throws a SpecError when there is none. */
export function readSpec(file = process.env.PLATFORM_FILE || DEFAULT_PLATFORM_FILE): SpecText {
  const shown = path.relative(process.cwd(), path.resolve(file)) || file;
  return { file: shown, ...readTextFile(file, shown) };
}

/** Checks the text of a platform file; throws a SpecError with every issue, in file order. */
export function checkSpec({ text, file: shown, tooLarge }: SpecText): LoadedSpec {
  if (!tooLarge) return parseSpec(text, shown);
  // A head that cannot be parsed says more than the size does.
  try {
    parseYaml(text, shown);
  } catch (error) {
    if (error instanceof SpecError && error.issues.some((issue) => issue.line > 1 || issue.column > 1)) {
      throw new SpecError([...error.issues.slice(0, 1), tooLargeIssue(shown)]);
    }
  }
  throw new SpecError([tooLargeIssue(shown)]);
}

/** Reads a platform from text; `file` is only what messages call it. */
export function parseSpec(text: string, file: string): LoadedSpec {
  const document = parseYaml(text, file);
  const data = withoutExtensions(document.data);
  const result = platformSchema.safeParse(data);
  const issues = [
    ...(result.success ? [] : toSpecIssues(result.error.issues, { ...document, data }, file)),
    ...checks.flatMap((check) => check(data)).map((finding) => place(finding, { ...document, data }, file)),
  ];
  if (issues.length > 0 || !result.success) throw new SpecError(sorted(issues));
  return { spec: result.data, file, locate: document.locate };
}

/** Top-level keys that start with x- hold anchors, as in Compose files. */
function withoutExtensions(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => !key.startsWith('x-')));
}

function place(finding: Finding, document: YamlDocument, file: string): SpecIssue {
  const { line, column } = finding.atKey ? document.locateKey(finding.path) : document.locate(finding.path);
  const { expected, fix, found = foundAt(document, finding.path) } = finding;
  return { file, line, column, path: pathText(finding.path), found, expected, fix };
}

const sorted = (issues: readonly SpecIssue[]) =>
  [...issues].sort((a, b) => a.line - b.line || a.column - b.column || a.path.localeCompare(b.path));
