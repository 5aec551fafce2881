import { type Exceptions, requireKnownRules } from './exceptions';
import type { Finding } from './finding';
import { type PlatformFile, placeOf } from './platform-file';
import { applyWaivers, type Waived, type Waiver } from './waivers';

/** What is left of the findings after the exceptions of a platform file. */
export interface Judgement {
  /** Errors first. */
  readonly findings: readonly Finding[];
  readonly waived: readonly Waived[];
  /** Findings of rules that are switched off. */
  readonly off: readonly Finding[];
}

export interface JudgementOptions {
  /** Where the exceptions stand. */
  readonly source?: PlatformFile;
  /** Default: the date of now; only waivers depend on it. */
  readonly today?: string;
  /** Nothing else exists that a waiver could mean, so that one which covers nothing is a mistake. Default: false. */
  readonly complete?: boolean;
}

/**
 * Applies waivers, then severities. Expired waivers become errors of their own, whatever their rule is worth.
 *
 * @throws SpecError when an exception names a rule that does not exist
 */
export function judge(found: readonly Finding[], exceptions: Exceptions, options: JudgementOptions = {}): Judgement {
  const { source, today = new Date().toISOString().slice(0, 10), complete = false } = options;
  requireKnownRules(exceptions, source);
  const { waivers, severities } = exceptions;
  const { findings, waived, expired, unused } = applyWaivers(found, waivers, today);
  const isOff = ({ rule }: Finding) => severities[rule] === 'off';
  const left = findings
    .filter((finding) => !isOff(finding))
    .map((finding) => ({ ...finding, severity: severityOf(finding, severities[finding.rule]) }));
  const met = expired.filter((waiver) => complete || !unused.includes(waiver));
  const useless = complete ? unused.filter((waiver) => !expired.includes(waiver)) : [];
  const place = (waiver: Waiver) => placeOf(['waivers', waivers.indexOf(waiver)], source);
  return {
    findings: errorsFirst([
      ...left,
      ...met.map((waiver) => ({ ...expiry(waiver), location: place(waiver) })),
      ...useless.map((waiver) => ({ ...coversNothing(waiver), location: place(waiver) })),
    ]),
    waived,
    off: findings.filter(isOff),
  };
}

const severityOf = ({ severity }: Finding, chosen: Exceptions['severities'][string] | undefined) =>
  chosen === undefined || chosen === 'off' ? severity : chosen;

const expiry = ({ rule, subject, reason, expires }: Waiver): Omit<Finding, 'location'> => ({
  rule,
  severity: 'error',
  subject,
  message: `the waiver of ${rule} expired on ${expires}; it was given because: ${reason}`,
  fix: 'keep the rule and remove the waiver, or decide anew and move its date',
});

/** A waiver that covers nothing may be misspelt, and then the next person trusts it for nothing. */
const coversNothing = ({ rule, subject }: Waiver): Omit<Finding, 'location'> => ({
  rule,
  severity: 'warning',
  subject,
  message: `the waiver of ${rule} for ${subject} covers nothing`,
  fix: 'remove it, or correct its subject',
});

export const isError = ({ severity }: Finding): boolean => severity === 'error';

export const errorsFirst = (findings: readonly Finding[]): readonly Finding[] => [
  ...findings.filter(isError),
  ...findings.filter((finding) => !isError(finding)),
];
