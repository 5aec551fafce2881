import { nearest, type PlatformSpec, SpecError, type SpecIssue } from '../spec';
import { type PlatformFile, pathText } from './platform-file';
import { RULES } from './rules';

/** The part of a platform file that says which rules count how much. */
export type Exceptions = Pick<PlatformSpec, 'severities' | 'waivers'>;

/**
 * Refuses an exception to a rule that does not exist: whoever wrote it believes that something is waived.
 *
 * @throws SpecError with every such rule id
 */
export function requireKnownRules({ waivers, severities }: Exceptions, source?: PlatformFile): void {
  const ids = RULES.map(({ id }) => id);
  const issues = [
    ...Object.keys(severities).map((rule) => ({ rule, path: ['severities', rule] })),
    ...waivers.map(({ rule }, i) => ({ rule, path: ['waivers', i, 'rule'] })),
  ]
    .filter(({ rule }) => !ids.includes(rule))
    .map(({ rule, path }) => unknownRule(rule, path, ids, source));
  if (issues.length > 0) throw new SpecError(issues);
}

function unknownRule(rule: string, path: readonly PropertyKey[], ids: readonly string[], source?: PlatformFile): SpecIssue {
  const close = nearest(rule, ids);
  return {
    file: source?.file ?? 'platform',
    ...(source?.locate(path) ?? { line: 1, column: 1 }),
    path: pathText(path),
    found: `the rule ${rule}, which does not exist`,
    expected: `a rule between ${ids[0]} and ${ids.at(-1)} that is listed by: npx holdfast check --list`,
    fix: close ? `did you mean ${close}?` : 'remove it',
  };
}
