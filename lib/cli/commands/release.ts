import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { manifestFiles } from '../../../charts/render';
import { synthesizeManifests } from '../../../charts/synthesize';
import type { LoadedPlatform } from '../../entry-point';
import { type BuiltImages, GITOPS_BRANCH, type Platform, RUNBOOKS_FOLDER, withBuiltImages } from '../../model';
import { publishedFiles } from '../../output';
import { nearest, UsageError } from '../../spec';
import { progressLine } from '../report/progress';
import { allRunbooks } from '../runbooks';

/** Remembers on the branch which built image each service runs; a release that builds one service leaves the others. */
const IMAGES = 'images.json';
const DIGEST = /^sha256:[0-9a-f]{64}$/;

type Files = ReadonlyMap<string, string>;

/** What of a platform is released. */
export interface ReleaseOptions {
  readonly environment: string;
  /** Only this region; the others stay as they are on the branch. */
  readonly region?: string;
  /** File with the digests that a build let go, by service. */
  readonly digests?: string;
}

/** The files of an environment's release, from the folder as the branch holds it. Throws when a rule is broken. */
export function environmentRelease(loaded: LoadedPlatform, { environment, region, digests }: ReleaseOptions): (folder: string) => Files {
  const regions = loaded.platform.clusters.filter((cluster) => cluster.environment === environment).map((cluster) => cluster.region);
  if (region !== undefined && !regions.includes(region)) {
    throw new UsageError(`--region: ${environment} does not run in ${region}; it runs in ${regions.join(' and ')}`);
  }
  const built = digests === undefined ? {} : builtImages(digests, loaded.platform);
  // A broken promise ends here, before the repository is asked for.
  render(loaded, environment, built);
  return (folder) => {
    const images = ofServices({ ...remembered(folder), ...built }, buildable(loaded.platform));
    const files = render(loaded, environment, images);
    const wanted = [...files].filter(([file]) => region === undefined || file.startsWith(`${region}/`));
    return new Map([
      ...(region === undefined ? [] : others(folder, region)),
      ...wanted,
      ...(Object.keys(images).length > 0 ? [[IMAGES, `${JSON.stringify(images, null, 2)}\n`] as const] : []),
    ]);
  };
}

/** The files that Argo CD and Flux themselves read, and the runbooks that alerts and pages point to: one text for all environments. */
export function gitOpsRelease(loaded: LoadedPlatform): Files {
  const { gitops } = synthesizeManifests(loaded);
  const { platform } = loaded;
  const runbooks = [...allRunbooks(platform)].map(([file, text]) => [`${RUNBOOKS_FOLDER}/${file}`, text] as const);
  return new Map([...below(GITOPS_BRANCH, manifestFiles(gitops)), ...runbooks]);
}

function render(loaded: LoadedPlatform, environment: string, images: BuiltImages): Files {
  const progress = progressLine('rendering');
  const { clusters } = synthesizeManifests({ ...loaded, platform: withBuiltImages(loaded.platform, environment, images) }, progress.update);
  progress.end();
  return below(environment, manifestFiles(clusters.filter(({ cluster }) => cluster.environment === environment)));
}

/** The files of a folder, by path relative to it. */
const below = (folder: string, files: Files): Files =>
  new Map([...files].map(([file, content]) => [file.slice(folder.length + 1), content]));

/** What an earlier release wrote for the other regions. */
const others = (folder: string, region: string) =>
  publishedFiles(folder)
    .filter((file) => file !== IMAGES && !file.startsWith(`${region}/`) && existsSync(path.join(folder, file)))
    .map((file) => [file, readFileSync(path.join(folder, file), 'utf8')] as const);

function remembered(folder: string): BuiltImages {
  const file = path.join(folder, IMAGES);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as BuiltImages) : {};
}

/** Reads what a pipeline hands over: a digest for each service that it built. */
function builtImages(file: string, platform: Platform): BuiltImages {
  const images = parsed(file);
  const services = buildable(platform);
  for (const [service, digest] of Object.entries(images)) {
    if (!services.includes(service)) {
      const close = nearest(service, services);
      throw new UsageError(`${file}: ${service} is no service with a build${close ? `; did you mean ${close}?` : ''}`);
    }
    if (typeof digest !== 'string' || !DIGEST.test(digest)) {
      throw new UsageError(`${file}: the digest of ${service} is ${JSON.stringify(digest)}; expected sha256: and 64 hex digits`);
    }
  }
  return images as BuiltImages;
}

function parsed(file: string): Record<string, unknown> {
  const expected = 'expected a JSON object with the digest of each service';
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(`--digests ${file}: ${error instanceof Error ? error.message : String(error)}; ${expected}`);
  }
  throw new UsageError(`--digests ${file}: ${expected}`);
}

/** Services whose images the platform builds itself. */
const buildable = ({ spec }: Platform) => Object.entries(spec.services).flatMap(([name, { build }]) => (build ? [name] : []));

/** A service that is built no more runs the image that the platform file names. */
const ofServices = (images: BuiltImages, services: readonly string[]): BuiltImages =>
  Object.fromEntries(
    Object.entries(images)
      .filter(([service]) => services.includes(service))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
