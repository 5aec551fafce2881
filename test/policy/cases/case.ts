import type { Pipelines, Platform } from '../../../lib/model';
import type { ImagesByService, ManifestSet, TerraformSource } from '../../../lib/policy';

/** A platform, and what the Dockerfiles of its services say. */
export interface BuiltPlatform {
  readonly platform: Platform;
  readonly images: ImagesByService;
}

/** Stacks that are looked at together. */
export interface TerraformStacks {
  readonly terraform: readonly TerraformSource[];
  /** What they are made from; undefined for somebody else's. */
  readonly platform?: Platform;
}

/** Both halves of a platform: its stacks, and the objects of its clusters. */
export interface Joined {
  readonly stacks: readonly TerraformSource[];
  readonly manifests: readonly ManifestSet[];
  readonly of: Platform;
}

/** Terraform, the objects of one cluster, a platform, everything that is rendered, or the pipelines. */
export type Subject = ManifestSet | Platform | BuiltPlatform | readonly ManifestSet[] | Pipelines | TerraformStacks | Joined;

/** Subjects by what they are in words; each breaking one differs from the compliant set in one thing. */
export interface RuleCases {
  readonly breaks: Readonly<Record<string, Subject>>;
  readonly keeps: Readonly<Record<string, Subject>>;
}

/** Cases by rule id. */
export type CaseTable = Readonly<Record<string, RuleCases>>;
