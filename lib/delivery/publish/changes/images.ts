/** The images of one file of manifests, by name of their container. */
export function imagesOf(documents: readonly unknown[]): ReadonlyMap<string, string> {
  const images = new Map<string, string>();
  for (const document of documents) collect(document, images);
  return images;
}

/** Looks where pods are described, whatever kind they are in: Deployment, CronJob, Rollout or one that we do not know. */
function collect(value: unknown, images: Map<string, string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, images);
    return;
  }
  if (!isRecord(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (CONTAINER_LISTS.has(key) && Array.isArray(inner)) {
      for (const { name, image } of inner.filter(isRecord)) {
        if (typeof name === 'string' && typeof image === 'string') images.set(name, image);
      }
    }
    collect(inner, images);
  }
}

const CONTAINER_LISTS: ReadonlySet<string> = new Set(['containers', 'initContainers']);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Digits of a digest that a person compares. */
const SHORT_DIGEST = 7;

/** `v0.10.6 -> v0.10.7`: what a person calls two versions of an image; the digest where the tag does not tell them apart. */
export function versionChange(from: string, to: string): string {
  const [before, after] = [partsOf(from), partsOf(to)];
  if (before.repository !== after.repository) return `${withoutDigest(before)} -> ${withoutDigest(after)}`;
  if (before.tag !== after.tag) return `${versionOf(before)} -> ${versionOf(after)}`;
  return `${versionOf(before)} (${before.digest ?? 'no digest'} -> ${after.digest ?? 'no digest'})`;
}

/** The tag of an image, else its digest, shortened. */
export const imageVersion = (image: string) => versionOf(partsOf(image));

interface Parts {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Lenient, unlike the reference of a platform file: people may have written anything into the branch. */
function partsOf(image: string): Parts {
  const [, repository = image, tag, digest] = /^([^@]+?)(?::([^:/@]+))?(?:@sha256:([0-9a-f]+))?$/.exec(image) ?? [];
  return { repository, tag, digest: digest?.slice(0, SHORT_DIGEST) };
}

const versionOf = ({ repository, tag, digest }: Parts) => tag ?? digest ?? repository;
const withoutDigest = ({ repository, tag, digest }: Parts) => `${repository}:${tag ?? digest ?? 'untagged'}`;
