import { type Artefact, HOME } from './recipe';

/**
 * The first moment that a zip archive can hold without rounding, in seconds since 1970. Compilers and archivers that know
 * SOURCE_DATE_EPOCH write it instead of the time of the build (reproducible-builds.org; Maven, guide to reproducible builds).
 */
const EPOCH_SECONDS = 315_532_802;
export const SOURCE_DATE = `ARG SOURCE_DATE_EPOCH=${EPOCH_SECONDS}`;

/** Home of whoever builds: base images disagree about theirs, and caches and secrets of every tool are mounted below it. */
export const BUILDER_HOME = '/builder';
export const HOME_OF_BUILDER = `ENV HOME=${BUILDER_HOME}`;
export const inHome = (file: string) => `${BUILDER_HOME}/${file}`;

/** A folder that outlives the build, so that nothing is fetched twice. */
export const cache = (folder: string) => `--mount=type=cache,target=${folder}`;

/** The same for a tool that two builds at once would disturb. */
export const cacheOfOne = (folder: string) => `${cache(folder)},sharing=locked`;

/** A file that a build may be given and no layer keeps: `docker buildx build --secret id=npmrc,src=...`. */
export const secret = (id: string, file: string) => `--mount=type=secret,id=${id},target=${file}`;

export const copy = (...words: readonly string[]) => `COPY ${words.join(' ')}`;

export const run = (mounts: readonly string[], ...commands: readonly string[]) =>
  `RUN ${[...mounts, commands.join(' \\\n && ')].join(mounts.length > 0 ? ' \\\n    ' : ' ')}`;

/** Files that are read at run time, from where a stage has its sources to the same place below the application. */
export const filesFrom = (stage: string, folder: string, files: readonly string[] = []): Artefact[] =>
  files.map((file) => {
    const path = file.replace(/\/+$/, '');
    return { stage, source: `${folder}/${path}`, target: `${HOME}/${path}` };
  });
