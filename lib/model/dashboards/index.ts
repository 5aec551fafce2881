import type { Platform } from '../platform';
import type { Dashboard, PanelRow } from './dashboard';
import { handoffDashboard } from './handoff';
import { meshDashboard } from './mesh';
import { overviewDashboard } from './overview';
import { platformDashboard } from './platform';
import { recoveryDashboard } from './recovery';
import { serviceDashboards } from './service';

export {
  DASHBOARDS_FOLDER,
  type Dashboard,
  type Marker,
  type Panel,
  type PanelQuery,
  type PanelRow,
  type Threshold,
  type Unit,
} from './dashboard';

/**
 * Every dashboard of a platform: what it has follows from what is declared, so that no panel stays empty.
 *
 * @param recovery rows that other layers add to the page about recovery
 */
export const dashboardsOf = (platform: Platform, recovery: readonly PanelRow[] = []): readonly Dashboard[] =>
  [
    overviewDashboard(platform),
    ...serviceDashboards(platform),
    platformDashboard(platform),
    recoveryDashboard(platform, recovery),
    meshDashboard(platform),
    handoffDashboard(platform),
  ].filter((dashboard) => dashboard !== undefined);
