import { type Platform, resolvePlatform } from '../model';
import { type LoadedSpec, loadSpec } from '../spec';

/** A platform file and what follows from it. */
export interface LoadedPlatform {
  readonly platform: Platform;
  readonly source: LoadedSpec;
}

/** Reads the platform file of this run; throws a SpecError when it is none. */
export function loadPlatform(): LoadedPlatform {
  const source = loadSpec();
  return { source, platform: resolvePlatform(source.spec) };
}
