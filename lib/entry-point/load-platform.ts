import { type Platform, resolvePlatform } from '../model';
import type { PlatformFile } from '../policy';
import { checkSpec, type LoadedSpec, readSpec } from '../spec';
import { loadImages } from './load-images';
import { refuseSecrets } from './refuse-secrets';

/** A platform file and what follows from it. */
export interface LoadedPlatform {
  readonly platform: Platform;
  readonly source: LoadedSpec & PlatformFile;
}

/**
 * Reads a platform file; throws a SpecError when it is none, or holds a secret.
 *
 * @param file default: the platform file of this run
 */
export async function loadPlatform(file?: string): Promise<LoadedPlatform> {
  const read = readSpec(file);
  // First of all, since messages about values quote them.
  await refuseSecrets(read);
  const source = checkSpec(read);
  return { source: { ...source, images: loadImages(source) }, platform: resolvePlatform(source.spec) };
}
