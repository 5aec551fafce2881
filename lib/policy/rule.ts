import type { Pipelines, Platform } from '../model';
import type { SpecEdit } from '../spec';
import type { Severity } from './finding';
import type { ImagesByService } from './image-facts';
import type { Join, JoinBreach } from './join';
import type { Breach, ManifestIndex } from './manifests';
import type { RenderedTree } from './synchronisation/tree';
import type { TerraformBreach, TerraformIndex } from './terraform/stack';

/** What a person reads about a rule; docs are made from it. */
interface RuleText {
  /** K and two digits for a single cluster's objects, T for Terraform, X for what spans layers. */
  readonly id: string;
  readonly severity: Severity;
  /** What the rule looks at. */
  readonly subject: string;
  /** Why it matters: one sentence. */
  readonly why: string;
  /** What to do when it is broken: one sentence. A finding may say it more exactly. */
  readonly mend: string;
}

/** A rule over the Kubernetes objects of one cluster. */
export interface ManifestRule extends RuleText {
  readonly over: 'manifests';
  readonly check: (cluster: ManifestIndex) => readonly Breach[];
}

/** Where the model breaks a rule. */
export interface PlatformBreach {
  readonly subject: string;
  /** Path in the platform file of what to change. */
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly fix?: string;
  /** Changes of the platform file with which the rule holds, where they were found. */
  readonly edits?: readonly SpecEdit[];
}

/** A rule over what follows from the platform file. */
export interface PlatformRule extends RuleText {
  readonly over: 'platform';
  readonly check: (platform: Platform, images: ImagesByService) => readonly PlatformBreach[];
}

/** A rule over everything that is rendered: the objects of all clusters, and what synchronises them. */
export interface TreeRule extends RuleText {
  readonly over: 'tree';
  readonly check: (tree: RenderedTree) => readonly Breach[];
}

/** Where a pipeline breaks a rule. */
export interface PipelineBreach {
  readonly stage: string;
  readonly message: string;
}

/** A rule over the pipelines that build and deliver. */
export interface PipelineRule extends RuleText {
  readonly over: 'pipelines';
  readonly check: (pipelines: Pipelines) => readonly PipelineBreach[];
}

/** A rule over Terraform: all stacks together. */
export interface TerraformRule extends RuleText {
  readonly over: 'terraform';
  /** The platform is there when the stacks are made from it, and not when somebody else's are looked at. */
  readonly check: (index: TerraformIndex, platform?: Platform) => readonly TerraformBreach[];
}

/** A rule over both halves of a platform: the objects of its clusters, and its stacks. */
export interface JoinRule extends RuleText {
  readonly over: 'join';
  readonly check: (join: Join) => readonly JoinBreach[];
}

/** A rule whose promise several layers keep together: each part looks at one of them, and the same words tell of all. */
export interface LayeredRule extends RuleText {
  readonly over: 'layers';
  readonly platform?: PlatformRule['check'];
  readonly manifests?: ManifestRule['check'];
  readonly terraform?: TerraformRule['check'];
  readonly join?: JoinRule['check'];
}

export type Rule = ManifestRule | PlatformRule | TreeRule | PipelineRule | TerraformRule | LayeredRule;
