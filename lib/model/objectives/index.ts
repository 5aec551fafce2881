export { objectiveGroups } from './alerts';
export { type BurnRate, burnRates, leastBadRequests, span } from './burn-rates';
export { OBJECTIVE_SERIES } from './recording';
export { objectivesOf, type ServiceObjectives } from './service-objectives';
export { BURN_WINDOWS } from './windows';
