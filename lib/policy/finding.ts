import type { SpecEdit } from '../spec';

/** An error stops synth; a warning is printed. */
export type Severity = 'error' | 'warning';

/** Where the thing to mend stands: in a file, in an object, or both. */
export interface Location {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Field path, such as `spec.template.spec.containers[0].securityContext`. */
  readonly path?: string;
}

/** A rule that is broken somewhere. The shape is a contract: `holdfast check --json` prints it. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** `[environment/region/][namespace/]Kind/name` of an object; service, cluster or environment in the model. */
  readonly subject: string;
  /** What is wrong. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
  /** The same as changes of the platform file, where a search found some with which the rule holds. */
  readonly edits?: readonly SpecEdit[];
  readonly location: Location;
}

/** One finding for a person: place and subject, what is wrong, what to do. */
export function formatFinding({ rule, severity, subject, message, fix, location }: Finding): string {
  const position = [location.file, location.line, location.column].filter((part) => part !== undefined).join(':');
  const place = [position, location.path].filter((part) => part).join(' ');
  return [`${severity} ${rule} ${subject}: ${message}`, ...(place ? [`  at   ${place}`] : []), `  mend ${fix}`].join('\n');
}

/** Thrown when rules are broken that forbid writing anything. */
export class BrokenPromises extends Error {
  constructor(readonly findings: readonly Finding[]) {
    super(`${findings.length} ${findings.length === 1 ? 'rule is' : 'rules are'} broken`);
    this.name = 'BrokenPromises';
  }
}
