import type { PlatformSpec } from '../spec';
import type { Finding } from './finding';
import { groupBy } from './manifests';
import { coverage } from './waiver-subject';

/** A rule that is knowingly broken for a while. */
export type Waiver = PlatformSpec['waivers'][number];

/** A finding that a waiver covers. */
export interface Waived {
  readonly finding: Finding;
  readonly waiver: Waiver;
}

export interface WaiverOutcome {
  /** Findings that no waiver in force covers. */
  readonly findings: readonly Finding[];
  readonly waived: readonly Waived[];
  /** Waivers whose last day has passed. */
  readonly expired: readonly Waiver[];
  /** Waivers, in force or expired, that no finding meets: the subject is misspelt, or the rule is kept by now. */
  readonly unused: readonly Waiver[];
}

/**
 * Takes away the findings that a waiver covers.
 *
 * @param today a date such as 2027-01-31; a waiver holds to the end of the day on which it expires
 */
export function applyWaivers(found: readonly Finding[], waivers: readonly Waiver[], today: string): WaiverOutcome {
  const expired = new Set(waivers.filter(({ expires }) => expires < today));
  const used = new Set<Waiver>();
  const waived: Waived[] = [];
  const ofRule = groupBy(
    waivers.map((waiver) => ({ waiver, covers: coverage(waiver.subject) })),
    ({ waiver }) => waiver.rule,
  );
  const findings = found.filter((finding) => {
    const covering = (ofRule.get(finding.rule) ?? []).filter(({ covers }) => covers(finding.subject)).map(({ waiver }) => waiver);
    for (const waiver of covering) used.add(waiver);
    const inForce = covering.find((waiver) => !expired.has(waiver));
    if (inForce) waived.push({ finding, waiver: inForce });
    return inForce === undefined;
  });
  return { findings, waived, expired: [...expired], unused: waivers.filter((waiver) => !used.has(waiver)) };
}
