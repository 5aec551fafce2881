import type { Finding, Judgement, Skipped } from '../../policy';
import type { SpecEdit } from '../../spec';

/** What a check found, and what it was done on. */
export interface CheckReport {
  readonly judgement: Judgement;
  readonly skipped: readonly Skipped[];
  /** In words, for the summary. */
  readonly checked: string;
  /** The platform file, where its severities and waivers apply. */
  readonly source?: { readonly file: string };
  /** What is shown to people above the findings, where there is something. */
  readonly tables?: string;
  /** Changes of the platform file as a patch of it. */
  readonly patchOf?: (edits: readonly SpecEdit[]) => string | undefined;
  /** What else stands in the JSON. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** A finding that does not count, and why. */
export interface Excused extends Finding {
  readonly reason: string;
  /** Last day of the waiver; undefined where the rule is switched off. */
  readonly expires?: string;
}

/** What waivers cover and what is switched off. */
export const excused = ({ judgement: { waived, off }, source }: CheckReport): readonly Excused[] => [
  ...waived.map(({ finding, waiver: { reason, expires } }) => ({ ...finding, reason, expires })),
  ...off.map((finding) => ({ ...finding, reason: `${finding.rule} is off under severities in ${source?.file ?? 'the platform file'}` })),
];
