import type { AlertCases } from './case';
import { clusterCases } from './clusters';
import { serviceCases } from './services';

/** Every alert with what makes it fire; those about error budgets have a test of their own. */
export const CASES: AlertCases = { ...serviceCases, ...clusterCases };
