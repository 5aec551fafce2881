import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ImagesByService } from '../policy';
import type { LoadedSpec } from '../spec';
import { imageFacts } from './dockerfile';

/** What the Dockerfiles say that stand beside the platform file; the sources of a service may well be elsewhere. */
export function loadImages({ spec, file }: LoadedSpec): ImagesByService {
  return new Map(
    Object.entries(spec.services).flatMap(([service, { build }]) => {
      if (!build) return [];
      const found = path.join(path.dirname(file), build.context ?? '.', build.dockerfile ?? 'Dockerfile');
      return existsSync(found) ? [[service, { file: found, ...imageFacts(readFileSync(found, 'utf8')) }] as const] : [];
    }),
  );
}
