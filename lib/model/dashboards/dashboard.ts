import type { Platform } from '../platform';

/** Units of Grafana (Grafana, standard options, units). */
export type Unit = 'short' | 'reqps' | 'percentunit' | 's' | 'ms' | 'bytes' | 'Bps';

/** One line of a panel. */
export interface PanelQuery {
  /** PromQL; may use the variables of its dashboard. */
  readonly expr: string;
  /** Template of the name, such as {{region}}. */
  readonly legend: string;
}

/** From which value on a colour holds; below the first all is well. */
export interface Threshold {
  readonly from: number;
  readonly colour: 'green' | 'yellow' | 'red';
}

/** A picture of something that is measured. */
export interface Panel {
  readonly title: string;
  /** What a person reads who does not know the panel: what it shows, and what is bad. */
  readonly description: string;
  readonly kind: 'graph' | 'figure';
  readonly unit: Unit;
  readonly queries: readonly PanelQuery[];
  /** In ascending order. */
  readonly thresholds?: readonly Threshold[];
  /** Lowest and highest value of the axis. Default: of the data. */
  readonly min?: number;
  readonly max?: number;
  /** What no sample means. Default: that nothing is known. */
  readonly none?: string;
}

/** Panels under one heading. */
export interface PanelRow {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A moment that all panels show. */
export interface Marker {
  readonly name: string;
  /** PromQL that has a sample while it lasts. */
  readonly expr: string;
  readonly text: string;
}

/** A page of panels. Every dashboard can be narrowed to environments and regions. */
export interface Dashboard {
  /** Stable: the address of the page in Grafana, at most 40 characters. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** Services that one can be chosen of; undefined where the page is about none. */
  readonly services?: readonly string[];
  readonly markers: readonly Marker[];
  readonly rows: readonly PanelRow[];
}

/** Below DIR of synth. */
export const DASHBOARDS_FOLDER = 'dashboards';

/**
 * Matchers that narrow a query to the chosen environments and regions. In the Prometheus of a cluster series have no such labels,
 * which only what leaves it is given: `.*`, all of them, matches none too.
 */
export const PLACE = 'environment=~"$environment",region=~"$region"';

/** A selector within the chosen place. */
export const within = (metric: string, ...matchers: readonly string[]) => `${metric}{${[PLACE, ...matchers].join(',')}}`;

/** As long as four scrapes at least, whatever the page is zoomed to (Grafana, $__rate_interval). */
export const RATE = '$__rate_interval';

/** Longest uid of a dashboard (Grafana, dashboard JSON model). */
const LONGEST_UID = 40;
export const dashboardUid = ({ name }: Platform, page: string) => `${name.slice(0, LONGEST_UID - page.length - 1)}-${page}`;

/** Rows that have something to show. */
export const filled = (rows: readonly (PanelRow | undefined)[]): readonly PanelRow[] =>
  rows.flatMap((row) => (row && row.panels.length > 0 ? [row] : []));
