import { loadAll } from 'js-yaml';
import { PLATFORM_FOLDER } from '../../../model';
import type { FileChange } from './file-change';
import { imagesOf } from './images';

/** What happens to an object. */
export type Happening = 'added' | 'changed' | 'removed';

/** An object that a release touches, in every region where it does. */
export interface ObjectChange {
  readonly happening: Happening;
  /** The rendered folder: a service, or `platform`. */
  readonly folder: string;
  /** `Deployment/frontend`. */
  readonly object: string;
  readonly regions: readonly string[];
}

/** A container that runs another image than before. */
export interface ImageChange {
  readonly service: string;
  readonly container: string;
  /** Undefined when the container is new. */
  readonly from?: string;
  /** Undefined when the container is gone. */
  readonly to?: string;
}

/** What a release changes, as a person asks for it. */
export interface Changes {
  /** Services with a change, sorted; what a cluster needs once is not one. */
  readonly services: readonly string[];
  /** True when what a cluster needs once changes. */
  readonly platform: boolean;
  readonly images: readonly ImageChange[];
  readonly objects: readonly ObjectChange[];
  /** Objects touched, each region counted. */
  readonly objectCount: number;
}

/** Sums up changed files: services, images and objects. */
export function changesOf(files: readonly FileChange[]): Changes {
  const read = files.flatMap(readChange);
  const folders = [...new Set(read.map(({ folder }) => folder))].sort();
  return {
    services: folders.filter((folder) => folder !== PLATFORM_FOLDER),
    platform: folders.includes(PLATFORM_FOLDER),
    images: distinctImages(read.flatMap(({ images }) => images)),
    objects: acrossRegions(read),
    objectCount: read.length,
  };
}

interface ReadChange {
  readonly happening: Happening;
  readonly region: string;
  readonly folder: string;
  readonly object: string;
  readonly images: readonly ImageChange[];
}

function readChange({ file, before, after }: FileChange): ReadChange[] {
  const [region, folder, name] = file.split('/');
  // What is not three levels deep is bookkeeping, not an object.
  if (region === undefined || folder === undefined || name === undefined || before === after) return [];
  const [old, now] = [documentsOf(before), documentsOf(after)];
  const happening = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  return [{ happening, region, folder, object: nameOf(now[0] ?? old[0]) ?? name, images: imageChanges(folder, old, now) }];
}

function imageChanges(service: string, before: readonly unknown[], after: readonly unknown[]): ImageChange[] {
  const [old, now] = [imagesOf(before), imagesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((container) => ({
      service,
      container: oneLine(container),
      from: optionalLine(old.get(container)),
      to: optionalLine(now.get(container)),
    }))
    .filter(({ from, to }) => from !== to);
}

/** What people wrote into the branch may be no YAML at all; a summary must not fail for that. */
function documentsOf(text: string | undefined): readonly unknown[] {
  if (text === undefined) return [];
  try {
    return loadAll(text);
  } catch {
    return [];
  }
}

function nameOf(document: unknown): string | undefined {
  const { kind, metadata } = (document ?? {}) as { kind?: unknown; metadata?: { name?: unknown } | null };
  const name = metadata?.name;
  return typeof kind === 'string' && typeof name === 'string' ? oneLine(`${kind}/${name}`) : undefined;
}

/** Text of the branch goes into a commit message: a line break in it could pass for a trailer of ours. */
const oneLine = (text: string) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
const optionalLine = (text: string | undefined) => (text === undefined ? undefined : oneLine(text));

const distinctImages = (images: readonly ImageChange[]): ImageChange[] => [
  ...new Map(images.map((image) => [JSON.stringify([image.service, image.container, image.from, image.to]), image])).values(),
];

function acrossRegions(changes: readonly ReadChange[]): ObjectChange[] {
  const groups = new Map<string, Omit<ObjectChange, 'regions'> & { readonly regions: string[] }>();
  for (const { happening, folder, object, region } of changes) {
    const key = JSON.stringify([folder, happening, object]);
    const group = groups.get(key) ?? { happening, folder, object, regions: [] };
    group.regions.push(region);
    groups.set(key, group);
  }
  const order = (change: ObjectChange) => `${change.folder}\n${change.object}\n${change.happening}`;
  return [...groups.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}
