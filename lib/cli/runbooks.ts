import type { Platform } from '../model';
import { runbookFiles } from '../observability';
import { allStoreAlerts, recoveryRunbooks } from '../recovery';

/** Every runbook of a platform: of its alerts, and of what no single alert is about. */
export const allRunbooks = (platform: Platform): ReadonlyMap<string, string> =>
  new Map([...runbookFiles(platform, allStoreAlerts(platform)), ...recoveryRunbooks(platform)]);
