import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ImagesByService } from '../policy';
import type { LoadedSpec } from '../spec';

/** What the Dockerfiles say that stand beside the platform file; the sources of a service may well be elsewhere. */
export function loadImages({ spec, file }: LoadedSpec): ImagesByService {
  const texts = Object.entries(spec.services).flatMap(([service, { build }]) => {
    if (!build) return [];
    const found = path.join(path.dirname(file), build.context ?? '.', build.dockerfile ?? 'Dockerfile');
    return existsSync(found) ? [{ service, file: found, text: readFileSync(found, 'utf8') }] : [];
  });
  if (texts.length === 0) return new Map();
  // Its parser takes longer to load than a platform file to read. An import() of our own files is not resolved by the loader of tsx.
  const { imageFacts } = require('./dockerfile') as typeof import('./dockerfile');
  return new Map(texts.map(({ service, file: found, text }) => [service, { file: found, ...imageFacts(text) }]));
}
