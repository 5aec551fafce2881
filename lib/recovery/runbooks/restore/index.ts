export { cacheRestore } from './cache';
export { clusterRestore } from './cluster';
export { documentsRestore } from './documents';
export { postgresRestore } from './postgres';
export { stateRestore } from './state';
