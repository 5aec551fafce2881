export { AuditTrail, type AuditTrailProps } from './audit-trail';
export { AccountBaseline, type AccountBaselineProps } from './baseline';
export { AccountIdentity } from './identity';
export { StateStorage, type StateStorageProps } from './state';
