export type { Changes, ImageChange, ObjectChange } from './changes';
export type { Identity } from './git/identity';
export { redacted, remoteOf } from './git/remote-url';
export type { Release } from './history/releases';
export { releaseLine } from './history/rollback-plan';
export { type Published, type Publishing, publishRelease } from './publish';
export { DeliveryRefused } from './refused';
export { type RolledBack, type RollingBack, rollBack } from './rollback';
export type { Target } from './target';
