export { type ArchivePlace, archivePlaces, archivePrefix, placeKeyArn } from './archives';
export { type StoreImage, type StoreImages, storeImages } from './images';
export { type InClusterDatabase, inClusterDatabases, isStore, REPLICA_SET_MEMBERS, type StoreEngine } from './in-cluster';
export { largestOf, type ReservedPods, STORE_HELPERS, storePods, sumOf } from './reserved';
export { archiveTimeout, KEPT, OPLOG_SECONDS, oplogCadence, UPLOAD_SECONDS } from './timing';
