export { QUOTAS, type Quota, type QuotaName } from './quotas';
export { type DatabaseFootprint, type Range, type RegionFootprint, regionFootprint } from './region';
export { type RequestedQuota, requestedQuotas } from './requests';
export { type RecoveryShare, recoveryShares } from './share';
