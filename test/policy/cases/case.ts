import type { Platform } from '../../../lib/model';
import type { ManifestSet } from '../../../lib/policy';

/** The objects of one cluster, a platform, or everything that is rendered. */
export type Subject = ManifestSet | Platform | readonly ManifestSet[];

/** Subjects by what they are in words; each breaking one differs from the compliant set in one thing. */
export interface RuleCases {
  readonly breaks: Readonly<Record<string, Subject>>;
  readonly keeps: Readonly<Record<string, Subject>>;
}

/** Cases by rule id. */
export type CaseTable = Readonly<Record<string, RuleCases>>;
