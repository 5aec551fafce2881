export { type ArchivePlace, archivePlaces, archivePrefix, placeKeyArn } from './archives';
export { type StoreImage, type StoreImages, storeImages } from './images';
export { type InClusterDatabase, inClusterDatabases, STORE_METRICS } from './in-cluster';
export { isStore } from './kind';
export { largestOf, type ReservedPods, STORE_HELPERS, storePods, sumOf } from './reserved';
export { archiveTimeout, KEPT, PROMOTE_WITHIN_SECONDS, UPLOAD_SECONDS } from './timing';
