import type { ContainerFacts } from '../facts';

/** A stage that is thrown away; what it leaves behind is named by the copies of the last one. */
export interface BuildStage {
  readonly name: string;
  /** An image, or the name of a stage before it. */
  readonly from: string;
  /** Runs on the machine that builds, whatever it builds for: only for what cross-compiles. */
  readonly native?: boolean;
  readonly instructions: readonly string[];
}

/** An artefact on its way into the image. */
export interface Artefact {
  readonly stage: string;
  readonly source: string;
  readonly target: string;
}

/** How a language is built and started; everything else of a Dockerfile is the same for all of them. */
export interface Recipe {
  readonly stages: readonly BuildStage[];
  readonly run: string;
  /** What changes least comes first. */
  readonly artefacts: readonly Artefact[];
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  /** The command that asks the declared question from within the image, or why there is none. */
  readonly health: HealthCommand;
}

export type HealthCommand = { readonly command: readonly string[] } | { readonly none: string };

/** A language: its recipe, and what of its sources no image needs. */
export interface Language<Build> {
  readonly recipe: (build: Build, facts: ContainerFacts) => Recipe;
  /** Patterns of .dockerignore. */
  readonly ignored: readonly string[];
}

/** Where the application stands in every image. */
export const HOME = '/app';
