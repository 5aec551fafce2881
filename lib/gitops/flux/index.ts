export { SyncEvents, type SyncEventsProps } from './events';
export { SyncedFolderKustomization, type SyncedFolderKustomizationProps } from './folder';
export { Reconciler, ReconcilerAccess, type ReconcilerAccessProps, type ReconcilerProps } from './reconciler';
export { VerifiedSource, type VerifiedSourceProps } from './source';
