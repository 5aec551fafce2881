import {
  AnnotationQueryBuilder,
  CustomVariableBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  type Dashboard as GrafanaDashboard,
  QueryVariableBuilder,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Dashboard, Marker, Panel, Threshold } from '../../model';

/** The grid of Grafana is 24 wide; more than four panels side by side cannot be read on a laptop. */
const GRID = 24;
const SIDE_BY_SIDE = 4;
const HEIGHT = 8;
const DATASOURCE = { type: 'prometheus', uid: '$datasource' } as const;

/** A dashboard as Grafana reads it (schema of Grafana 11 and 12). */
export function grafanaDashboard(dashboard: Dashboard): GrafanaDashboard {
  const builder = new DashboardBuilder(dashboard.title)
    .uid(dashboard.uid)
    .description(dashboard.description)
    .tags([...dashboard.tags])
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly()
    // From page to page with the same time and place.
    .link(
      new DashboardLinkBuilder(dashboard.tags[0] ?? '')
        .type(DashboardLinkType.Dashboards)
        .tags(dashboard.tags.slice(0, 1))
        .asDropdown(true)
        .includeVars(true)
        .keepTime(true),
    )
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .withVariable(place('environment', 'up'))
    .withVariable(place('region', 'up{environment=~"$environment"}'));
  const [service] = dashboard.services ?? [];
  if (dashboard.services && service) {
    builder.withVariable(
      new CustomVariableBuilder('service').label('Service').values(dashboard.services.join(',')).current({ text: service, value: service }),
    );
  }
  for (const marker of dashboard.markers) builder.annotation(annotation(marker));
  for (const { title, panels } of dashboard.rows) {
    builder.withRow(new RowBuilder(title));
    const width = GRID / Math.min(panels.length, SIDE_BY_SIDE);
    for (const panel of panels) builder.withPanel(panel.kind === 'graph' ? graph(panel, width) : figure(panel, width));
  }
  return numbered(builder.build());
}

/** A label of what leaves a cluster; its own Prometheus does not have it, and `.*` holds there too. */
const place = (label: string, of: string) =>
  new QueryVariableBuilder(label)
    .label(label === 'region' ? 'Region' : 'Environment')
    .datasource(DATASOURCE)
    .query(`label_values(${of}, ${label})`)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ text: ['All'], value: ['$__all'] });

const annotation = ({ name, expr, text }: Marker) =>
  new AnnotationQueryBuilder().name(name).datasource(DATASOURCE).enable(true).iconColor('blue').expr(expr).titleFormat(text);

const queriesOf = ({ queries, kind }: Panel) =>
  queries.map(({ expr, legend }, i) => {
    const query = new DataqueryBuilder()
      .refId(String.fromCharCode(65 + i))
      .datasource(DATASOURCE)
      .expr(expr)
      .legendFormat(legend)
      .format(PromQueryFormat.TimeSeries);
    return kind === 'figure' ? query.instant() : query.range();
  });

function graph(panel: Panel, width: number): TimeseriesBuilder {
  const builder = new TimeseriesBuilder()
    .title(panel.title)
    .description(panel.description)
    .datasource(DATASOURCE)
    .unit(panel.unit)
    .targets(queriesOf(panel))
    .span(width)
    .height(HEIGHT)
    .fillOpacity(5)
    .lineWidth(1);
  if (panel.min !== undefined) builder.min(panel.min);
  if (panel.max !== undefined) builder.max(panel.max);
  return builder;
}

function figure(panel: Panel, width: number): StatBuilder {
  const builder = new StatBuilder()
    .title(panel.title)
    .description(panel.description)
    .datasource(DATASOURCE)
    .unit(panel.unit)
    .targets(queriesOf(panel))
    .span(width)
    .height(HEIGHT);
  if (panel.thresholds) builder.thresholds(thresholds(panel.thresholds));
  if (panel.none) builder.noValue(panel.none);
  return builder;
}

/** The first step holds from below everything, which Grafana writes as nothing. */
const thresholds = (steps: readonly Threshold[]) =>
  new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps(steps.map(({ from, colour }) => ({ value: Number.isFinite(from) ? from : null, color: colour })));

/** Ids of panels are part of addresses that people share: by their place, and never by what Grafana chooses. */
function numbered(dashboard: GrafanaDashboard): GrafanaDashboard {
  return { ...dashboard, panels: dashboard.panels?.map((panel, i) => ({ ...panel, id: i + 1 })) };
}
