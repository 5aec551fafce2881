import type { BuildSpec } from '../../spec';
import { ignoredOf } from './languages';

/** What no build of any language reads. Secrets first: a layer keeps whatever was once copied into it. */
const IGNORED = [
  '**/.env',
  '**/.env.*',
  '**/*.pem',
  '**/*.key',
  '**/.netrc',
  '.git',
  '.github',
  '.gitlab-ci.yml',
  'Jenkinsfile',
  '.idea',
  '.vscode',
  '**/.DS_Store',
  '**/*.log',
  '*.md',
  '**/Dockerfile*',
  '**/.dockerignore',
  '**/compose*.yaml',
];

/** The .dockerignore of a language: a change to what it names builds nothing anew. */
export const dockerignore = (build: BuildSpec): string => `${[...IGNORED, ...ignoredOf(build)].join('\n')}\n`;
