export { clustersOf } from './clusters';
export { readDocuments } from './read-documents';
export { type ReadManifests, readManifests } from './read-manifests';
export type { Skipped } from './result';
