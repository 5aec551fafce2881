import type { LoadedSpec } from '../spec';
import type { Location } from './finding';
import type { ImagesByService } from './image-facts';

/** Where values stand in the platform file, and what was read beside it; undefined when the platform was built in code. */
export interface PlatformFile extends Pick<LoadedSpec, 'file' | 'locate'> {
  /** Default: no Dockerfile is at hand. */
  readonly images?: ImagesByService;
}

/** The place of a path in the platform file. */
export function placeOf(path: readonly PropertyKey[], source?: PlatformFile): Location {
  return { ...(source ? { file: source.file, ...source.locate(path) } : {}), path: pathText(path) };
}

/** `services.frontend.calls[0]` */
export const pathText = (path: readonly PropertyKey[]) =>
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${String(key)}`)).join('');
