import type { Pipelines, Platform } from '../../../lib/model';
import type { ManifestSet } from '../../../lib/policy';

/** The objects of one cluster, a platform, everything that is rendered, or the pipelines. */
export type Subject = ManifestSet | Platform | readonly ManifestSet[] | Pipelines;

/** Subjects by what they are in words; each breaking one differs from the compliant set in one thing. */
export interface RuleCases {
  readonly breaks: Readonly<Record<string, Subject>>;
  readonly keeps: Readonly<Record<string, Subject>>;
}

/** Cases by rule id. */
export type CaseTable = Readonly<Record<string, RuleCases>>;
