import type { PlatformSpec } from '../spec';
import type { Finding } from './finding';
import { type PlatformFile, placeOf } from './platform-file';

/** A rule that is knowingly broken for a while. */
export type Waiver = PlatformSpec['waivers'][number];

/** A finding that a waiver covers. */
export interface Waived {
  readonly finding: Finding;
  readonly waiver: Waiver;
}

export interface WaiverOutcome {
  /** What is left, and an error for each waiver that expired. */
  readonly findings: readonly Finding[];
  readonly waived: readonly Waived[];
  /** Waivers in force that cover nothing: the subject is misspelt, or the rule is kept by now. */
  readonly unused: readonly Waiver[];
}

/**
 * Takes away the findings that a waiver covers.
 *
 * @param today a date such as 2027-01-31; a waiver holds to the end of the day on which it expires
 */
export function applyWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  today: string,
  source?: PlatformFile,
): WaiverOutcome {
  const inForce = waivers.filter(({ expires }) => expires >= today);
  const waived: Waived[] = [];
  const left = findings.filter((finding) => {
    const waiver = inForce.find(({ rule, subject }) => rule === finding.rule && covers(subject, finding.subject));
    if (waiver) waived.push({ finding, waiver });
    return waiver === undefined;
  });
  const expired = waivers.flatMap((waiver, i) => (waiver.expires < today ? [expiry(waiver, i, source)] : []));
  const used = new Set(waived.map(({ waiver }) => waiver));
  return { findings: [...left, ...expired], waived, unused: inForce.filter((waiver) => !used.has(waiver)) };
}

/**
 * Whether the subject of a waiver (a service, or environment/region/service) means the subject of a finding, which for
 * an object has namespace and kind before the name: `production/us-east-1/cart` covers
 * `production/us-east-1/shop/Deployment/cart`.
 */
function covers(waived: string, found: string): boolean {
  if (found === waived || found.endsWith(`/${waived}`)) return true;
  const slash = waived.lastIndexOf('/');
  return slash > 0 && found.startsWith(waived.slice(0, slash + 1)) && found.endsWith(waived.slice(slash));
}

const expiry = ({ rule, subject, reason, expires }: Waiver, index: number, source?: PlatformFile): Finding => ({
  rule,
  severity: 'error',
  subject,
  message: `the waiver of ${rule} expired on ${expires}; it was given because: ${reason}`,
  fix: `keep the rule and remove the waiver, or decide anew and move its date`,
  location: placeOf(['waivers', index], source),
});
