export { cacheRestore } from './cache';
export { clusterRestore } from './cluster';
export { documentsRestore } from './documents';
export { podsRestore } from './pods';
export { postgresRestore } from './postgres';
export { stateRestore } from './state';
