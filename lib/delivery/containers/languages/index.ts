import type { BuildSpec } from '../../../spec';
import type { Recipe } from '../dockerfile/recipe';
import type { ContainerFacts } from '../facts';
import { dotnet } from './dotnet';
import { go } from './go';
import { java } from './java';
import { node } from './node';
import { python } from './python';

/** How a service is built and started. */
export function recipeOf(build: BuildSpec, facts: ContainerFacts): Recipe {
  switch (build.language) {
    case 'node':
      return node.recipe(build, facts);
    case 'go':
      return go.recipe(build, facts);
    case 'python':
      return python.recipe(build, facts);
    case 'java':
      return java.recipe(build, facts);
    case 'dotnet':
      return dotnet.recipe(build, facts);
  }
}

const LANGUAGES = { node, go, python, java, dotnet } as const;

/** What of the sources of a language no image needs. */
export const ignoredOf = ({ language }: BuildSpec): readonly string[] => LANGUAGES[language].ignored;
