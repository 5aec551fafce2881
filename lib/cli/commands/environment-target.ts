import path from 'node:path';
import { type Identity, remoteOf, type Target } from '../../delivery';
import type { LoadedPlatform } from '../../entry-point';
import { branchOf, environmentsRepository } from '../../model';
import { nearest, UsageError } from '../../spec';
import type { Place } from '../report/publication';

/** Options that say where releases are kept. */
export interface TargetOptions {
  readonly environment?: string;
  readonly branch?: string;
  readonly repository?: string;
  readonly author?: string;
}

/** The branch that a command works on; what is not said follows from the platform file. */
export function targetOf({ platform, source }: LoadedPlatform, options: TargetOptions): Target & { readonly place: Place } {
  const branches = Object.entries(platform.spec.environments).map(([name, spec]) => ({ name, branch: branchOf(name, spec) }));
  const chosen = environmentOf(branches, options);
  const place = { environment: chosen.name, branch: options.branch ?? chosen.branch };
  const repository = options.repository ?? environmentsRepository(platform);
  return {
    ...place,
    repository,
    sourceFolder: path.dirname(path.resolve(source.file)),
    author: options.author === undefined ? undefined : authorOf(options.author),
    place: { ...place, repository: remoteOf(repository).url },
  };
}

interface EnvironmentBranch {
  readonly name: string;
  readonly branch: string;
}

/** The environment that is named, else the one whose branch is named, else the only one. */
function environmentOf(all: readonly EnvironmentBranch[], { environment, branch }: TargetOptions): EnvironmentBranch {
  const list = `The platform has ${all.map(({ name, branch: own }) => `${name} (branch ${own})`).join(', ')}`;
  if (environment !== undefined) {
    const named = all.find(({ name }) => name === environment);
    if (named) return named;
    const names = all.map(({ name }) => name);
    const meant = nearest(environment, names);
    throw new UsageError(`--environment: no environment is called ${environment}${meant ? `; did you mean ${meant}?` : ''}. ${list}`);
  }
  const candidates = branch === undefined ? all : all.filter((each) => each.branch === branch);
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return only;
  if (branch === undefined) throw new UsageError(`say which environment: --environment NAME, or --branch NAME. ${list}`);
  const whose = candidates.length === 0 ? 'no environment' : candidates.map(({ name }) => name).join(' and ');
  throw new UsageError(`--branch: ${branch} is the branch of ${whose}; say which one with --environment NAME. ${list}`);
}

function authorOf(text: string): Identity {
  const [, name, email] = /^([^<>\n]+?)\s*<([^<>\s]+)>$/.exec(text.trim()) ?? [];
  if (name === undefined || email === undefined) throw new UsageError(`--author: expected "Name <address>", found ${JSON.stringify(text)}`);
  return { name, email };
}
