import { dashboardsOf, type PanelRow, type Platform } from '../../model';
import { grafanaDashboard } from './grafana';

/**
 * The dashboards of a platform as Grafana imports them: JSON by file name.
 *
 * @param recovery rows that other layers add to the page about recovery
 */
export const dashboardFiles = (platform: Platform, recovery: readonly PanelRow[] = []): ReadonlyMap<string, string> =>
  new Map(
    dashboardsOf(platform, recovery).map((dashboard) => [
      `${dashboard.uid}.json`,
      `${JSON.stringify(grafanaDashboard(dashboard), null, 2)}\n`,
    ]),
  );
