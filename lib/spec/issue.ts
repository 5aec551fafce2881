/** One thing that is wrong in a platform file, with the place where it stands. */
export interface SpecIssue {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in characters. */
  readonly column: number;
  /** Dotted path of the value, for example `services.frontend.load.users`; empty for the file as a whole. */
  readonly path: string;
  /** What stands there. */
  readonly found: string;
  /** What would be accepted. */
  readonly expected: string;
  /** The change that most likely mends it. */
  readonly fix?: string;
}

/** Bad input: the platform file cannot be read as a platform. Carries every issue, in file order. */
export class SpecError extends Error {
  override readonly name = 'SpecError';

  constructor(readonly issues: readonly SpecIssue[]) {
    super(issues.map(formatIssue).join('\n'));
  }
}

/** A command was called in a way that it cannot follow. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** `platform.yaml:12:5: services.frontend: found …, expected …; fix`. */
export function formatIssue(issue: SpecIssue): string {
  const at = `${issue.file}:${issue.line}:${issue.column}: ${issue.path ? `${issue.path}: ` : ''}`;
  const fix = issue.fix ? `\n    fix: ${issue.fix}` : '';
  return `${at}found ${issue.found}\n    expected ${issue.expected}${fix}`;
}

const LONGEST_QUOTE = 60;

/** A value as a person would quote it in a message: short, one line, with its type where that is the point. */
export function quote(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a map';
  const short = shorten(typeof value === 'string' ? JSON.stringify(value) : String(value));
  return typeof value === 'string' ? short : `the ${typeof value} ${short}`;
}

/** A word of the user as it fits into a message. */
export const shorten = (text: string) => (text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text);
